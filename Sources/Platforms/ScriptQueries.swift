import Failover

/// What a script for sh(1) has to ask each time that it runs, where a plan knows one answer only.
package struct ScriptQueries: Hashable, Sendable {
  /// Lines that set `vf` to the name of the VF, or to nothing.
  package var findingVF: [String]
  /// A command that succeeds when the bond is there.
  package var hasBond: String
  /// Lines that print the addresses of a family that the NIC has, each in a line; nil where one command
  /// removes them all.
  package var listingAddresses: [AddressFamily: String]
  /// The pid files that a DHCP client of the bond may keep.
  package var clientFiles: [String]
}

extension FreeBSD {
  /// By sysctl(8) and ifconfig(8).
  package func scriptQueries(
    of synthetic: InterfaceName, bond: InterfaceName
  ) -> ScriptQueries {
    let listing = { (family: AddressFamily) in
      "\(Self.ifconfig) \(synthetic) \(family.rawValue) | "
        + "sed -n 's/^[[:blank:]]*\(family.rawValue) \\([^ %]*\\).*/\\1/p'"
    }
    return ScriptQueries(
      findingVF: [
        synthetic.isSynthetic
          ? "vf=$(\(Self.sysctl) -n \(Self.vfOID(of: synthetic)))"
          : "vf=$(\(Self.sysctl) -n \(Self.mapOID) | tr ' ' '\\n' | sed -n 's/:\(synthetic)$//p')"
      ],
      hasBond: "\(Self.ifconfig) \(bond) >/dev/null 2>&1",
      listingAddresses: [.inet: listing(.inet), .inet6: listing(.inet6)],
      clientFiles: [DHCPClient.Program.freebsd].pidFiles(of: bond))
  }
}

extension Linux {
  /// By sysfs: the VF is the PCI NIC with the same address.
  package func scriptQueries(
    of synthetic: InterfaceName, bond: InterfaceName
  ) -> ScriptQueries {
    ScriptQueries(
      findingVF: [
        "vf=", "read -r address <\(Self.net)/\(synthetic)/address",
        "for nic in \(Self.net)/*; do",
        "  case $(readlink \"$nic/device/subsystem\") in */pci) ;; *) continue ;; esac",
        "  if [ \"$(cat \"$nic/address\")\" = \"$address\" ]; then vf=${nic##*/}; fi", "done",
      ],
      hasBond: "[ -e \(Self.net)/\(bond) ]", listingAddresses: [:],
      clientFiles: DHCPClient.Program.onLinux.pidFiles(of: bond))
  }
}

extension [DHCPClient.Program] {
  fileprivate func pidFiles(of name: InterfaceName) -> [String] {
    flatMap { $0.facts.pidFiles }.map { $0.naming(name) }
  }
}
