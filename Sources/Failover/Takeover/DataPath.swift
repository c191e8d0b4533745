// Hyper-V's switch sends everything to the VF for as long as that is up. The synthetic NIC has no carrier
// then, and is cut off unless it is in a bond with the VF.

extension Takeover {
  /// What makes the host send to the synthetic NIC again before a takeover is taken back; nothing if the
  /// VF has to stay as it is.
  ///
  /// A VF that was down before is set down whatever the synthetic NIC's carrier was.
  var returnDataPath: [Action] {
    guard let vf = network.vf, let nic = network.interface(vf), isVFFree(nic) else { return [] }
    return nic.isUp && self.nic.hasCarrier != false ? [] : [.setUp(vf, false)]
  }

  /// Whether the VF gets back what it had when a takeover is taken back. It does not where it is set down:
  /// the synthetic NIC has the same then, and an address or a client would bring the VF up again.
  var restoresVF: Bool { returnDataPath.isEmpty }

  /// Whether nothing but the pair uses the VF: it is in no other bond or bridge, and has no address, route
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
