import Failover
import RCConf

/// A file or command from which packet filter rules, or other lines that may name interfaces, are
/// read.
package struct RulesSource: Hashable, Sendable {
  /// The place from which rules are read: a file or a command.
  package enum Origin: Hashable, Sendable {
    /// The file at this path. It need not exist.
    case file(String)
    /// The command that prints the rules in the kernel. It needs root.
    case command(Command)
  }

  /// The file or command from which the rules are read.
  package var origin: Origin
  /// The syntax of the rules.
  package var language: RulesLanguage

  /// The rules that are read from `origin`, in the syntax `language`.
  package init(_ origin: Origin, in language: RulesLanguage) {
    self.origin = origin
    self.language = language
  }

  /// The name of the source in messages: the path of the file, or the command without the folder of
  /// its program, such as `nft list ruleset`.
  package var name: String {
    switch origin {
    case .file(let path): path
    case .command(let command):
      ([command.executable.lastPathComponent]
        + command.arguments).joined(separator: " ")
    }
  }

  /// Reads the file or runs the command, and returns the rules as text. Nil if the file does not
  /// exist, or if the command is missing or fails. Throws if the file cannot be read or the command
  /// cannot be run.
  package func text(from guest: any GuestView) throws(GuestError) -> String? {
    switch origin {
    case .file(let path):
      return try guest.contents(of: path).map { String(decoding: $0, as: UTF8.self) }
    case .command(let command):
      guard guest.isExecutable(command.executable) else { return nil }
      let result = try guest.run(command)
      return result.termination.isSuccess ? result.output : nil
    }
  }
}

extension Linux {
  /// Returns the sources of lines that may name interfaces: the files of nftables, iptables, ufw
  /// and sysctl.d(5), the nftables and iptables rules in the kernel, and the files of DHCP clients
  /// and other programs. Does not use `variables`. Throws if a file or folder cannot be read.
  ///
  /// nft(8) also shows the tables of iptables-nft. Without nft, iptables-save(8) shows them. The
  /// tables of iptables-legacy need a query of their own.
  package func rules(
    in variables: Variables, asking guest: any GuestView
  ) throws(GuestError) -> [RulesSource] {
    var sources = ["/etc/nftables.conf", "/etc/sysconfig/nftables.conf"]
      .map { RulesSource(.file($0), in: .nft) }
    sources += Self.iptablesFiles.map { RulesSource(.file($0), in: .iptables) }
    sources.append(RulesSource(.file("/etc/sysctl.conf"), in: .sysctl))
    for folder in ["/etc", "/run", "/usr/local/lib", "/usr/lib"].map({ "\($0)/sysctl.d" }) {
      for name in try guest.names(in: folder) ?? [] where name.hasSuffix(".conf") {
        sources.append(RulesSource(.file("\(folder)/\(name)"), in: .sysctl))
      }
    }
    sources.append(RulesSource(.command(Command("/usr/sbin/nft", ["list", "ruleset"])), in: .nft))
    if !guest.isExecutable("/usr/sbin/nft") {
      sources += ["iptables", "ip6tables"].map {
        RulesSource(.command(Command("/usr/sbin/\($0)-save", [])), in: .iptables)
      }
    }
    for (list, tool) in [("ip_tables_names", "iptables"), ("ip6_tables_names", "ip6tables")] {
      guard try guest.line(of: "/proc/net/\(list)")?.isEmpty == false else { continue }
      sources.append(
        RulesSource(.command(Command("/usr/sbin/\(tool)-legacy-save", [])), in: .iptables))
    }
    return try sources + clientFiles(asking: guest)
      + InterfaceSetting.sources(InterfaceSetting.linux, asking: guest)
  }

  private static let iptablesFiles =
    ["/etc/iptables/rules.v4", "/etc/iptables/rules.v6"]
    + ["/etc/sysconfig/iptables", "/etc/sysconfig/ip6tables"]
    + ["before", "before6", "after", "after6", "user", "user6"].map { "/etc/ufw/\($0).rules" }
}

extension FreeBSD {
  /// Returns the sources of lines that may name interfaces: the files of pf(4), ipf(4) and ipfw(4),
  /// the rules of these filters in the kernel, and the files of dhclient(8) and other programs. The
  /// paths of the filters' files come from `variables`, such as `pf_rules`, or are the defaults of
  /// rc.conf(5). Throws if a folder cannot be read.
  ///
  /// sysctl(8) variables are not included: `dev.hn.0` belongs to the NIC.
  package func rules(
    in variables: Variables, asking guest: any GuestView
  ) throws(GuestError) -> [RulesSource] {
    let path = { (name: String, usual: String?) -> String? in
      let text = variables[name].map { String(decoding: $0.bytes, as: UTF8.self) } ?? usual
      return text.flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
    let pf = [path("pf_rules", "/etc/pf.conf"), path("ipfilter_rules", "/etc/ipf.rules")]
    // The stock script only names interfaces from rc.conf.
    let ipfw = [path("firewall_script", nil), path("firewall_type", nil)]
      .filter { $0 != "/etc/rc.firewall" }
    return pf.compactMap { $0 }.map { RulesSource(.file($0), in: .pf) }
      + ipfw.compactMap { $0 }.map { RulesSource(.file($0), in: .ipfw) }
      + Self.loadedRules + clientFiles(in: variables).map { RulesSource(.file($0), in: .dhclient) }
      + (try InterfaceSetting.sources(InterfaceSetting.freeBSD, asking: guest))
  }

  /// The commands that print the rules in the kernel: rules and translations of pf(4), rules of
  /// ipfw(4) and ipf(4). Each command fails if its filter is not loaded.
  private static let loadedRules: [RulesSource] = [
    RulesSource(.command(Command("/sbin/pfctl", ["-sr"])), in: .pf),
    RulesSource(.command(Command("/sbin/pfctl", ["-sn"])), in: .pf),
    RulesSource(.command(Command("/sbin/ipfw", ["list"])), in: .ipfw),
    RulesSource(.command(Command("/sbin/ipfstat", ["-io"])), in: .pf),
  ]
}
