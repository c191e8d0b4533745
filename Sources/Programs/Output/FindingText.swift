import Failover
import Platforms

extension Finding {
  /// The kind of the finding as a word for JSON, such as `no-link`. These words never change.
  var code: String {
    switch self {
    case .sharedAddress: "shared-address"
    case .severalVFs: "several-vfs"
    case .noLink: "no-link"
    case .noVF: "no-vf"
    case .noDriver: "no-driver"
    case .carriesNothing: "carries-nothing"
    case .notJoined: "not-joined"
    case .noBond: "no-bond"
    case .ownAddresses: "own-address"
    case .ownClient: "own-dhcp-client"
    case .ownRoute: "own-default-route"
    case .managed: "managed"
    case .leftoverBond: "leftover-bond"
    case .memberMissing: "member-missing"
    case .wrongPrimary: "wrong-primary"
    case .foreignAddress: "foreign-address"
    case .configuredBeside: "configured-beside"
    case .clientOfMember: "client-of-member"
    case .routeOfMember: "route-of-member"
    case .mtu: "mtu"
    }
  }

  /// The finding in words: the interface, and what is wrong with it. For example
  /// `mce0: is in no bond with hn0`.
  var text: String {
    switch self {
    case .sharedAddress(let name, let others):
      "\(name): has the same hardware address as \(others.map { "\($0)" }.joined(separator: ", ")), so "
        + "that none of them can have a VF"
    case .severalVFs(let vf, let others):
      "\(vf.synthetic): has more than one VF: \(vf.name), which is used, and "
        + others.map { "\($0)" }.joined(separator: ", ")
    case .noLink(let vf):
      "\(vf.name): has no link: the host has taken the switch away from \(vf.synthetic), or its port is down"
    case .noVF(let synthetic, let expectation): "\(synthetic): no VF, though \(expectation.text)"
    case .noDriver(let device): "\(device): a VF without a driver"
    case .carriesNothing(let vf, let active):
      "\(vf.name): carries nothing: " + (active.map { "\($0) does" } ?? "nobody does")
    case .notJoined(let vf, _):
      "\(vf.name): the kernel has not combined it with \(vf.synthetic)"
    case .noBond(let vf): "\(vf.name): is in no bond with \(vf.synthetic)"
    case .ownAddresses(let vf, let addresses, _):
      "\(vf.name): has an address of its own: \(addresses.text)"
    case .ownClient(let vf, let client, _):
      "\(vf.name): \(client.program.name) (process \(client.process)) asks for a lease for it"
    case .ownRoute(let vf, let route, _, _):
      "\(vf.name): a default route leaves by it" + (route.gateway.map { ", to \($0)" } ?? "")
    case .managed(let vf, let owner): "\(vf.name): \(owner.name) configures it"
    case .leftoverBond(let bond, let synthetic, _):
      "\(bond): is left over: the kernel combines \(synthetic) and its VF itself"
    case .memberMissing(let member, let bond, _): "\(member): is not in \(bond)"
    case .wrongPrimary(let vf, let bond, let primary):
      "\(bond): prefers \(primary.map { "\($0)" } ?? "nobody"), not \(vf.name)"
    case .foreignAddress(let bond, let found, let expected):
      "\(bond): has the hardware address \(found), the pair has \(expected)"
    case .configuredBeside(let synthetic, let bond, let addresses):
      "\(synthetic): is in \(bond), and has an address of its own: \(addresses.text)"
    case .routeOfMember(let route, let bond, _):
      "\(route.interface): is in \(bond), and a default route leaves by it"
        + (route.gateway.map { ", to \($0)" } ?? "")
    case .clientOfMember(let client, let bond):
      "\(client.interface): is in \(bond), and \(client.program.name) (process "
        + "\(client.process)) asks for a lease for it"
    case .mtu(let name, let found, let expected, let other, _):
      "\(name): has MTU \(found), \(other) has \(expected)"
    }
  }

  /// The remedy on `platform`, as text: commands for sh, or what to do on the host.
  func remedy(on platform: any Platform) -> String {
    switch self {
    case .noVF: Self.host
    case .sharedAddress: Self.otherAddress
    case .severalVFs: Self.oneVF
    case .noLink: Self.switchOfHost
    case .noDriver(let device): Self.probing(device)
    case .carriesNothing(let vf, _), .wrongPrimary(let vf, _, _):
      "hyperv_vfctl resume \(vf.synthetic)"
    case .notJoined(let vf, let device):
      Self.rebinding(device) ?? Installation.vfupCommand(for: vf.synthetic)
    case .noBond(let vf): Installation.vfupCommand(for: vf.synthetic)
    case .memberMissing(_, _, let synthetic): Installation.vfupCommand(for: synthetic)
    case .managed(let vf, let owner): owner.release(of: vf.name)
    case .leftoverBond(_, let synthetic, isEmpty: false): "hyperv_vfctl undo \(synthetic)"
    default: actions.flatMap { platform.effects(of: $0) }.map(PlanText.line).joined(separator: "; ")
    }
  }

  private var actions: [Action] {
    switch self {
    // An address must be added elsewhere before it is removed.
    case .ownAddresses(let vf, let addresses, let recipient):
      (recipient.map { [.addAddresses(addresses, to: $0)] } ?? [])
        + [.removeAddresses(addresses, from: vf.name)]
    case .ownClient(_, let client, let recipient):
      [.stopClient(client)]
        + (recipient.map { [.startClient(client.program, on: $0, waits: false)] } ?? [])
    case .clientOfMember(let client, _): [.stopClient(client)]
    case .ownRoute(_, let route, let recipient, let isRemovedWithAddresses):
      (isRemovedWithAddresses ? [] : [.removeRoutes([route])])
        + (recipient.map { [.addRoutes([route.moved(to: $0)])] } ?? [])
    case .routeOfMember(let route, let bond, let isReplaced):
      [.removeRoutes([route])] + (isReplaced ? [] : [.addRoutes([route.moved(to: bond)])])
    case .leftoverBond(let bond, _, _): [.destroyBond(bond)]
    case .foreignAddress(let bond, _, let expected): [.setHardwareAddress(bond, expected)]
    case .configuredBeside(let synthetic, _, let addresses):
      [.removeAddresses(addresses, from: synthetic)]
    case .mtu(_, _, _, _, let remedy): [.setMTU(remedy.interface, remedy.mtu)]
    default: []
    }
  }

  /// The finding and its remedy in one line, without a line break. The finding is red if `inColor`.
  func line(on platform: any Platform, inColor: Bool = false) -> String {
    "\(Color.bad.text(text, isWanted: inColor)); remedy: \(remedy(on: platform))"
  }

  /// The finding as a JSON object with the keys `code`, `text` and `remedy`.
  func json(on platform: any Platform) -> JSONValue {
    .object([
      "code": .string(code), "text": .string(text), "remedy": .string(remedy(on: platform)),
    ])
  }

  private static let host =
    "on the host, Set-VMNetworkAdapter -VMName GUEST -IovWeight 100; on Azure, "
    + "az network nic update --name NIC --resource-group GROUP --accelerated-networking true"

  private static let otherAddress =
    "on the host, give each an address of its own: Set-VMNetworkAdapter -VMName GUEST -Name NIC "
    + "-DynamicMacAddress"

  private static let oneVF =
    "on the host, take the VF away and give it again: Set-VMNetworkAdapter -VMName GUEST -IovWeight 0, "
    + "then the same with 100"

  private static let switchOfHost =
    "on the host, Connect-VMNetworkAdapter -VMName GUEST -SwitchName SWITCH"

  /// The commands for sh that load a driver for the PCI device and bind the driver to it. A driver
  /// that is already loaded, but has lost the device, does not bind it again by itself.
  private static func probing(_ device: String) -> String {
    "modprobe \"$(cat /sys/bus/pci/devices/\(device)/modalias)\"; "
      + "echo \(device) >/sys/bus/pci/drivers_probe"
  }

  /// The commands for sh that unbind and bind the driver of the PCI device `device`; nil if
  /// `device` is nil. The driver then creates the interface of the VF anew, and the kernel combines
  /// the pair.
  private static func rebinding(_ device: String?) -> String? {
    device.map {
      "echo \($0) >/sys/bus/pci/devices/\($0)/driver/unbind; echo \($0) >/sys/bus/pci/drivers_probe"
    }
  }
}

extension Finding.Expectation {
  fileprivate var text: String {
    switch self {
    case .earlier(let name): "there was one, \(name)"
    case .variable(let name): "\(name) is YES"
    }
  }
}

extension [InterfaceAddress] {
  fileprivate var text: String { map { $0.description }.joined(separator: ", ") }
}

extension NetworkOwner {
  fileprivate var name: String {
    switch self {
    case .networkManager: "NetworkManager"
    case .networkd: "systemd-networkd"
    case .dhcpcd: "dhcpcd"
    }
  }

  /// The commands for sh that make this network manager leave the interface `name` alone from now
  /// on.
  fileprivate func release(of name: InterfaceName) -> String {
    switch self {
    case .networkManager: "nmcli device set \(name) managed no"
    case .networkd:
      "udevadm trigger --settle --action=change /sys/class/net/\(name); networkctl reload; "
        + "networkctl reconfigure \(name)"
    case .dhcpcd: "echo denyinterfaces \(name) >>/etc/dhcpcd.conf; dhcpcd -n"
    }
  }
}
