import Failover

/// The lines of sh(1) with which an override, a shell script of the administrator, observes the
/// guest each time it runs. `hyperv_vfctl template` writes them into the script.
package struct ScriptQueries: Hashable, Sendable {
  /// Lines of sh(1) that set the variable `vf` to the name of the VF, or to an empty value if there
  /// is no VF.
  package var findingVF: [String]
  /// A command whose exit status is 0 if the bond exists.
  package var bondTest: String
  /// For each address family, a command that prints the addresses of the synthetic NIC, one on each
  /// line. Empty on Linux, where one command removes all addresses.
  package var listingAddresses: KeyedValues<AddressFamily, String>
  /// The paths at which the pid file of the bond's DHCP client may be.
  package var clientFiles: [String]
}

extension FreeBSD {
  /// The lines with which an override on FreeBSD observes the guest. They use sysctl(8) and
  /// ifconfig(8).
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
      bondTest: "\(Self.ifconfig) \(bond) >/dev/null 2>&1",
      listingAddresses: [.inet: listing(.inet), .inet6: listing(.inet6)],
      clientFiles: [DHCPClient.Program.freebsd].pidFiles(of: bond))
  }
}

extension Linux {
  /// The lines with which an override on Linux observes the guest. They read sysfs: the VF is the
  /// PCI NIC with the hardware address of the synthetic NIC.
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
      bondTest: "[ -e \(Self.net)/\(bond) ]", listingAddresses: [:],
      clientFiles: DHCPClient.Program.onLinux.pidFiles(of: bond))
  }
}

extension [DHCPClient.Program] {
  fileprivate func pidFiles(of name: InterfaceName) -> [String] {
    flatMap { $0.facts.pidFiles }.map { $0.naming(name) }
  }
}
