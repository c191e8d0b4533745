import Failover
import Guest
import Platforms
import RCConf

/// The reason why a program did not do its work.
package indirect enum Failure: Error {
  /// The command line is wrong.
  case usage(UsageError)
  /// The program needs root.
  case notRoot
  /// sh would stop with an error in rc.conf.
  case shellStops(ConfigError)
  /// /bin/sh read rc.conf and stopped with this status. It has printed the reason.
  case shellFailed(Termination)
  /// rc.conf runs a command, and `--no-shell` is set.
  case needsShell(ShellReason)
  /// An invalid value in rc.conf.
  case value(ConfigError)
  /// A query failed or its output has an unknown form. Nothing was changed.
  case guest(GuestError)
  /// The change is refused.
  case refused(Refusal)
  /// The override cannot be run.
  case override(OverrideProblem)
  /// Another run holds this lock for too long.
  case locked(String)
  /// The lock cannot be taken.
  case noLock(String)
  /// The state before the takeover cannot be saved, so nothing may be changed.
  case noState(FileError)
  /// A step failed.
  case run(RunFailure, on: InterfaceName)
  /// All steps succeeded, but these remain: reasons with commands.
  case unconfirmed([String], on: InterfaceName)
  /// This number of findings of `check`, with hyperv_vf_strict.
  case strict(InterfaceName, Int)
  /// A file was not written, for this reason.
  case notWritten(String)
  /// Files that persist wrote for that NIC were not all restored, for this reason.
  case notPutBack(String, InterfaceName)
  /// The active NIC was not changed.
  case immobile(StandbyRefusal)
  /// The interface belongs to no pair.
  case noPair(NoPair)
  /// The system is not supported.
  case unsupported(String)
}

extension Failure {
  /// The exit status of the program.
  package var exitCode: Int32 {
    switch self {
    case .usage: ExitCode.usage
    case .notRoot: ExitCode.noPermission
    case .shellStops(let error):
      if case .exit(let status) = error.reason {
        Int32(status) & 0xff
      } else {
        ExitCode.shellStopped
      }
    case .shellFailed(let termination): termination.shellStatus
    case .needsShell, .value, .strict: ExitCode.configuration
    case .guest(let error): error.exitCode
    case .refused(.isTheVF), .refused(.bondNameTooLong): ExitCode.usage
    case .refused(.noClient), .refused(.managed), .refused(.noBonding): ExitCode.unavailable
    case .refused: ExitCode.tryAgain
    case .override(let problem): problem.exitCode
    case .locked, .noLock, .noState, .notWritten: ExitCode.tryAgain
    case .run(let failure, _): failure.notUndone.isEmpty ? ExitCode.tryAgain : ExitCode.notUndone
    case .unconfirmed, .notPutBack: ExitCode.notUndone
    case .immobile(let reason): reason.exitCode
    case .noPair, .unsupported: ExitCode.unavailable
    }
  }

  /// True if everything that was changed is undone.
  var isUndone: Bool {
    if case .run(let failure, _) = self { return failure.notUndone.isEmpty }
    return false
  }

  /// The message: subject, action, reason, and the next thing to do.
  package var text: String {
    switch self {
    case .usage(let error): error.text
    case .notRoot: "only root may do this; -n shows what would be done"
    case .shellStops(let error): "\(error.text); nothing was changed"
    case .shellFailed(let termination):
      "/bin/sh stopped reading rc.conf: \(termination.text); nothing was changed"
    case .needsShell(let reason):
      "\(reason.text): only /bin/sh can tell what it gives, and --no-shell forbids that"
    case .value(let error): error.text
    case .guest(let error): "\(error.text); nothing was changed"
    case .refused(let refusal): refusal.text
    case .override(let problem): problem.text
    case .locked(let path):
      "\(path): another run holds it for too long; it looks again itself, nothing was changed here"
    case .noLock(let reason): "\(reason); nothing was changed"
    case .noState(let error): "\(error); nothing was changed"
    case .run(let failure, let interface): "\(interface): \(failure.text)"
    case .unconfirmed(let left, let interface):
      "\(interface): done, and yet: \(left.joined(separator: "; "))"
    case .strict(let interface, let count):
      "\(interface): \(count) finding\(count == 1 ? "" : "s") of the kind that "
        + "'hyperv_vfctl check' shows, and hyperv_vf_strict is on; nothing was changed"
    case .notWritten(let reason): "\(reason); nothing was written"
    case .notPutBack(let reason, let interface):
      "\(reason); 'hyperv_vfctl persist --undo \(interface)' puts back what is left"
    case .immobile(let reason): reason.text
    case .noPair(let what): what.text
    case .unsupported(let what): what
    }
  }
}

extension GuestError {
  var exitCode: Int32 {
    switch self {
    case .toolMissing: ExitCode.unavailable
    case .notUnderstood: ExitCode.notUnderstood
    case .queryFailed, .callFailed, .interrupted: ExitCode.tryAgain
    }
  }

  var text: String {
    switch self {
    case .toolMissing(let path): "\(path): not there, or not executable"
    case .queryFailed(let command, let result):
      "\(PlanText.line(of: command)): \(result.text)"
    case .notUnderstood(let source, let line): "\(source): not understood: '\(line)'"
    case .callFailed(let call, let subject, let reason): "\(subject): \(call): \(reason)"
    case .interrupted: "told to stop by a signal"
    }
  }
}

extension CommandResult {
  /// The end of the command, and the first line of its output.
  var text: String {
    let said = (errorOutput.isEmpty ? output : errorOutput).lines.first
    return termination.text + (said.map { ": \($0)" } ?? "")
  }
}

extension Termination {
  var text: String {
    switch self {
    case .exit(let status): "exit \(status)"
    case .signal(let signal): "ended by signal \(signal)"
    case .deadlinePassed: "took too long and was ended (hyperv_vf_command_timeout)"
    }
  }
}

extension Refusal {
  var text: String {
    switch self {
    case .foreignBond(let name, nil):
      "\(name): is there and is no bond; rename it, or set hyperv_vf_bond_IF"
    case .foreignBond(let name, .some(let bond)):
      "\(name): is somebody else's (\(bond.text)); rename it, or set hyperv_vf_bond_IF"
    case .noInterface(let name): "\(name): no such interface"
    case .noEthernet(let name): "\(name): has no hardware address, and is no synthetic NIC"
    case .isTheVF(let name): "\(name): is the VF; name its synthetic NIC"
    case .bondNameTooLong(let text):
      "\(text): longer than an interface's name may be; set hyperv_vf_bond_IF"
    case .noClient(let programs):
      "rc.conf asks for DHCP, and none of these is installed: "
        + "\(programs.joined(separator: ", ")); nothing was changed"
    case .noBonding:
      "the kernel has no bonding; modprobe bonding max_bonds=0 loads it; nothing was changed"
    case .bridged(let name, let bridge):
      "\(name): is a member of \(bridge), and a VF passes no frames of other hardware addresses; "
        + "nothing was changed; hyperv_vf_enable_\(name.variablePart)=NO in rc.conf leaves it alone, "
        + "ifconfig \(bridge) deletem \(name) takes it out, and where the host passes such frames "
        + "hyperv_vf_bridge_\(name.variablePart)=YES gives its place to the bond"
    case .netgraph(let name):
      "\(name): netgraph takes its frames (ngctl show \(name):), and a bond would cut that off; "
        + "nothing was changed; hyperv_vf_enable_\(name.variablePart)=NO in rc.conf leaves it alone"
    case .carp(let name, let group):
      "\(name): has addresses of carp(4) (vhid \(group)), and a VF passes no frames of other hardware "
        + "addresses; nothing was changed; hyperv_vf_enable_\(name.variablePart)=NO in rc.conf leaves it "
        + "alone; where the host passes such frames, hyperv_vf_bridge_\(name.variablePart)=YES, with vhid "
        + "\(group) and its password in ifconfig_\(name.variablePart)_alias0, gives them to the bond"
    case .hasPPPoESession(let name):
      "\(name): a PPPoE session goes by it (/proc/net/pppoe), and would be cut off; nothing was changed; "
        + "hyperv_vf_enable_\(name.variablePart)=NO in rc.conf leaves it alone, or have pppd use the bond"
    case .held(let name, let master):
      "\(name): is a member of \(master), and can be one of a bond only without that; "
        + "nothing was changed; hyperv_vf_enable_\(name.variablePart)=NO in rc.conf leaves it alone"
    case .member(let name, let master, let pair, let bond):
      "\(name): is a member of \(master), and can be one of a bond only without that; "
        + "nothing was changed; hyperv_vf_enable_\(pair.variablePart)=NO in rc.conf leaves it alone, or, "
        + "where the host passes frames of other hardware addresses, give its place to the bond: "
        + Self.exchange(name, in: master, for: bond, of: pair)
    case .carries(let name, let upper, let kind, let bond):
      "\(name): \(upper) (\(kind)) is built on it, and would be cut off; nothing was changed; "
        + "hyperv_vf_enable_\(name.variablePart)=NO in rc.conf leaves \(name) alone, or build it on the "
        + "bond: ip link delete \(upper), hyperv_vfup, ip link add link \(bond) name \(upper) type "
        + kind
    case .managed(let name, let owner, let bond, let vf):
      "\(name): \(owner.text(name, bond, vf)); nothing was changed"
    }
  }
}

extension Refusal {
  /// The commands. Open vSwitch has its ports in a database, and one device for all of its bridges.
  private static func exchange(
    _ name: InterfaceName, in master: InterfaceName, for bond: InterfaceName, of pair: InterfaceName
  ) -> String {
    let isOpenVSwitch = master.text == "ovs-system"
    let leave =
      isOpenVSwitch ? "ovs-vsctl del-port \(name)" : "ip link set dev \(name) nomaster"
    let join =
      isOpenVSwitch
      ? "ovs-vsctl add-port BRIDGE \(bond)" : "ip link set dev \(bond) master \(master)"
    return "\(leave), hyperv_vfup \(pair), \(join)"
  }
}

extension NetworkOwner {
  /// The network manager, and the setting that releases the interface.
  fileprivate func text(
    _ name: InterfaceName, _ bond: InterfaceName, _ vf: InterfaceName
  ) -> String {
    switch self {
    case .networkManager:
      "NetworkManager configures it; [keyfile] unmanaged-devices="
        + [name, bond, vf].map { "interface-name:\($0)" }.joined(separator: ";")
        + " in /etc/NetworkManager/conf.d/hyperv_vf.conf hands it over" + Self.orPersist(name)
    case .networkd:
      "systemd-networkd configures it; a file in /etc/systemd/network with [Match] "
        + "Name=\(name) \(bond) \(vf) and [Link] Unmanaged=yes hands it over"
        + Self.orPersist(name)
    case .dhcpcd:
      "dhcpcd runs for all interfaces; denyinterfaces \(name) \(bond) \(vf) in "
        + "/etc/dhcpcd.conf hands it over"
    }
  }

  private static func orPersist(_ name: InterfaceName) -> String {
    ", or 'hyperv_vfctl persist \(name)' has it make the bond at boot"
  }
}

extension Bond {
  fileprivate var text: String {
    let mode =
      switch self.mode {
      case .failover: "failover"
      case .other(let word): word
      }
    return mode
      + (members.isEmpty
        ? " without members" : " of \(members.map { $0.text }.joined(separator: " "))")
  }
}

extension UsageError {
  var text: String {
    switch self {
    case .unknownOption(let word, let nearest): "'\(word)': no such option" + hint(nearest)
    case .valueMissing(let option): "\(option): takes a value"
    case .unknownValue(let word, let option, let values):
      "\(option): '\(word)': is none of \(values.joined(separator: ", "))"
    case .argumentCount(let count, let expected):
      "takes \(expected) argument\(expected == 1 ? "" : "s"), got \(count)"
    case .notAnInterface(let word): "'\(word)': not a name that an interface can have"
    case .notADelay(let word): "'\(word)': not a whole number of seconds"
    case .verbMissing: "a verb is missing"
    case .unknownVerb(let word, let nearest): "'\(word)': no such verb" + hint(nearest)
    }
  }

  private func hint(_ nearest: String?) -> String {
    nearest.map { "; did you mean '\($0)'?" } ?? ""
  }
}
