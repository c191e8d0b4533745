import Failover

/// The files that a bond needs besides its own configuration: the device, and the members.
struct NetworkdParts {
  let request: BondAtBoot
  /// The file that configures the NIC now; nil if there is none.
  let present: NetworkdFile?
  /// The MTU in bytes; nil if none is set.
  let mtu: String?
  /// The beginning of the names of the files, except that of the VF's file.
  let prefix: String

  /// The names and the texts of the files.
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

  /// A file for a VF of any name, which is known by its hardware address. The name of the file
  /// sorts after 10-hyperv-vf.network, which keeps networkd off a VF that hyperv_vfup is to add to
  /// the bond.
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
