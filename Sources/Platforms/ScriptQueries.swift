import Failover

/// Commands and lines for an override in sh(1), by which the override observes the guest each time
/// it runs. They replace what the programs observe before they make a plan.
package struct ScriptQueries: Hashable, Sendable {
  /// Lines that set `vf` to the name of the VF, or to an empty value.
  package var findingVF: [String]
  /// A command that succeeds if the bond exists.
  package var hasBond: String
  /// A command for each address family that prints the addresses of the NIC, one on each line.
  /// Empty if one command can remove all addresses.
  package var listingAddresses: KeyedValues<AddressFamily, String>
  /// The possible pid files of the bond's DHCP client.
  package var clientFiles: [String]
}

extension FreeBSD {
  /// The commands for FreeBSD: sysctl(8) and ifconfig(8).
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
  /// The commands for Linux, which read sysfs: the VF is the PCI NIC with the hardware address of
  /// the synthetic NIC.
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
