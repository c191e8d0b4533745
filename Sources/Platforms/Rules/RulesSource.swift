import Failover
import RCConf

/// A place with rules that may name interfaces.
package struct RulesSource: Hashable, Sendable {
  /// The kind of a place.
  package enum Origin: Hashable, Sendable {
    /// A file, which may not exist.
    case file(String)
    /// A command that prints the rules in the kernel. Only root gets an answer.
    case command(Command)
  }

  /// The place.
  package var origin: Origin
  /// The syntax.
  package var language: RulesLanguage

  /// Rules with that syntax at this place.
  package init(_ origin: Origin, in language: RulesLanguage) {
    self.origin = origin
    self.language = language
  }

  /// Its name in messages.
  package var name: String {
    switch origin {
    case .file(let path): path
    case .command(let command):
      ([command.executable.lastPathComponent]
        + command.arguments).joined(separator: " ")
    }
  }

  /// Its text; nil if it does not exist or may not be read.
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
  /// The files of nftables, iptables, ufw and sysctl.d(5), the rules of the first two in the kernel, and
  /// files of other programs.
  ///
  /// nft also shows the tables of today's iptables; without nft, iptables shows them. The older iptables
  /// needs a query of its own.
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
  /// The files for pf(4), ipf(4) and ipfw(4) in rc.conf, or their defaults in rc.conf(5), their rules in
  /// the kernel, and files of other programs.
  ///
  /// No sysctl(8) of an interface is among them: the value of `dev.hn.0` belongs to the NIC.
  package func rules(
    in variables: Variables, asking guest: any GuestView
  ) throws(GuestError) -> [RulesSource] {
    let path = { (name: String, usual: String?) -> String? in
      let text = variables[name].map { String(decoding: $0.bytes, as: UTF8.self) } ?? usual
      return text.flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
    let pf = [path("pf_rules", "/etc/pf.conf"), path("ipfilter_rules", "/etc/ipf.rules")]
    // The stock script names only interfaces of rc.conf.
    let ipfw = [path("firewall_script", nil), path("firewall_type", nil)]
      .filter { $0 != "/etc/rc.firewall" }
    return pf.compactMap { $0 }.map { RulesSource(.file($0), in: .pf) }
      + ipfw.compactMap { $0 }.map { RulesSource(.file($0), in: .ipfw) }
      + Self.loadedRules + clientFiles(in: variables).map { RulesSource(.file($0), in: .dhclient) }
      + (try InterfaceSetting.sources(InterfaceSetting.freeBSD, asking: guest))
  }

  /// Rules and translations of pf(4), rules of ipfw(4) and ipf(4): each command fails where its filter is
  /// not loaded.
  private static let loadedRules: [RulesSource] = [
    RulesSource(.command(Command("/sbin/pfctl", ["-sr"])), in: .pf),
    RulesSource(.command(Command("/sbin/pfctl", ["-sn"])), in: .pf),
    RulesSource(.command(Command("/sbin/ipfw", ["list"])), in: .ipfw),
    RulesSource(.command(Command("/sbin/ipfstat", ["-io"])), in: .pf),
  ]
}
