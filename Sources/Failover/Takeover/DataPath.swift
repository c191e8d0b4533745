// The switch of Hyper-V sends everything to the VF while the VF is up. The synthetic NIC has no
// carrier then, and is cut off unless it is in a bond with the VF.

extension Takeover {
  /// The action that sets the VF down, so that the host sends to the synthetic NIC again. On
  /// FreeBSD an undo runs it first. Empty if there is no VF, if the VF has its own use, or if the
  /// VF was up and the synthetic NIC worked nevertheless.
  var returnDataPath: [Action] {
    guard let vf = network.vf, let nic = network.interface(vf), isVFFree(nic) else { return [] }
    return nic.isUp && self.nic.hasCarrier != false ? [] : [.setUp(vf, false)]
  }

  /// True if an undo gives the VF its addresses and DHCP clients again. False if the undo sets the
  /// VF down instead: an address or a client would set the VF up again.
  var restoresVF: Bool { returnDataPath.isEmpty }

  /// True if the VF `vf` has no use of its own: it is in no other bond or bridge, and the synthetic
  /// NIC has each of its addresses, routes and DHCP clients too.
  private func isVFFree(_ vf: Interface) -> Bool {
    let isHeld = vf.master != nil && vf.master != bond
    let kept = nic.addresses + (originalBond?.addresses ?? [])
    let own = vf.addresses.filter { entry in
      !entry.address.isLinkLocal && !kept.contains { $0.address == entry.address }
    }
    let routes = network.routes(through: vf.name).filter { route in
      !network.routes(through: synthetic).contains { $0.canReplace(route) }
    }
    let hasOwnClient = hadClient(vf.name) && !hadClient(synthetic)
    return !isHeld && own.isEmpty && routes.isEmpty && !hasOwnClient
  }
}
