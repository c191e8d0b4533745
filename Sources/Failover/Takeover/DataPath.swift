// The switch of Hyper-V sends everything to the VF while the VF is up. The synthetic NIC has no
// carrier then, and is cut off unless it is in a bond with the VF.

extension Takeover {
  /// The actions that an undo runs first, so that the host sends to the synthetic NIC again: they
  /// set the VF down. Empty if something else needs the VF (`isVFFree`), or if the VF was up and
  /// the synthetic NIC worked nevertheless.
  var returnDataPath: [Action] {
    guard let vf = network.vf, let nic = network.interface(vf), isVFFree(nic) else { return [] }
    return nic.isUp && self.nic.hasCarrier != false ? [] : [.setUp(vf, false)]
  }

  /// True if an undo restores the addresses and clients of the VF. False if it sets the VF down: an
  /// address or a client would set the VF up again.
  var restoresVF: Bool { returnDataPath.isEmpty }

  /// True if only the pair uses the VF: it is in no other bond or bridge, and has no address, route
  /// or client that the synthetic NIC does not have too.
  private func isVFFree(_ vf: Interface) -> Bool {
    let isHeld = vf.master != nil && vf.master != bond
    let kept = nic.addresses + (originalBond?.addresses ?? [])
    let own = vf.addresses.filter { entry in
      !entry.address.isLinkLocal && !kept.contains { $0.address == entry.address }
    }
    let routes = network.routes(through: vf.name).filter { route in
      !network.routes(through: synthetic).contains { $0.stands(for: route) }
    }
    let hasOwnClient = hadClient(vf.name) && !hadClient(synthetic)
    return !isHeld && own.isEmpty && routes.isEmpty && !hasOwnClient
  }
}
