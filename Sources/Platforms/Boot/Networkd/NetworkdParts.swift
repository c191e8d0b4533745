import Failover

/// The files of networkd that make a bond and its members, besides the `.network` file of the bond.
struct NetworkdParts {
  let request: BondAtBoot
  /// The `.network` file that configures the NIC now; nil if there is none.
  let present: NetworkdFile?
  /// The MTU of the bond and its members in bytes, as digits; nil if the default is kept.
  let mtu: String?
  /// The beginning of the names of the files, such as `05-hyperv-vf-`. The file for the VF has a
  /// name of its own.
  let prefix: String

  /// The name and the text of each file: two for the bond itself, one for the synthetic NIC, and
  /// one for the VF unless the hardware address of the synthetic NIC is unknown.
  var files: [(name: String, text: String)] {
    [
      ("\(prefix)\(request.bond).netdev", device),
      // Keeps .link files for the NIC's hardware address from matching the bond.
      (
        "\(prefix)\(request.bond).link",
        "[Match]\nOriginalName=\(request.bond)\n\n[Link]\nMACAddressPolicy=none\n"
      ),
      ("\(prefix)\(request.synthetic).network", synthetic),
    ] + vf
  }

  private var device: String {
    let size = mtu.map { "MTUBytes=\($0)\n" } ?? ""
    let own = present?.whole.value(of: "MACAddress", in: "Link")
    let address = (own ?? request.nic.hardwareAddress.map { "\($0)" }).map { "MACAddress=\($0)\n" }
    return """
      [NetDev]
      Name=\(request.bond)
      Kind=bond
      \(address ?? "")\(size)
      [Bond]
      Mode=active-backup
      MIIMonitorSec=\(request.monitoring)ms

      """
  }

  private var size: String { mtu.map { "\n[Link]\nMTUBytes=\($0)\n" } ?? "" }

  private var synthetic: String {
    let functions = present?.whole.sections.filter { $0.name == "SR-IOV" } ?? []
    let text = "[Match]\nName=\(request.synthetic)\n\(size)\n[Network]\nBond=\(request.bond)\n"
    return functions.reduce(into: SectionedText(text)) { $0.append($1) }.text
  }

  /// The name and the text of a file that makes the VF a member of the bond. The file matches a VF
  /// of any name by the hardware address, which is that of the synthetic NIC. Empty if that address
  /// is unknown.
  ///
  /// The name of the file sorts after 10-hyperv-vf.network, which keeps networkd off a VF that
  /// hyperv_vfup is to add to the bond.
  private var vf: [(name: String, text: String)] {
    guard let address = request.nic.hardwareAddress else { return [] }
    let text = """
      [Match]
      MACAddress=\(address)
      Kind=!*
      Name=!\(request.synthetic)

      [Link]
      \(mtu.map { "MTUBytes=\($0)\n" } ?? "")RequiredForOnline=no

      [Network]
      Bond=\(request.bond)

      """
    return [("10-hyperv-vfs-\(request.synthetic).network", text)]
  }
}
