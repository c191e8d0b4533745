/// The plan of hyperv_vfup(8): nothing, a takeover, the rest of a takeover that was killed, or
/// adding the VF to a bond that exists.
///
/// Throws if the takeover is refused.
package func planUp(_ takeover: Takeover) throws(Refusal) -> Plan {
  let network = takeover.network
  if case .yes(let sign) = network.transparency, takeover.compatibility == .none {
    return .nothing(.transparent(takeover.synthetic, sign), deviation: .transparent)
  }
  if network.transparency == .expected, takeover.compatibility == .none {
    let notice = Notice.transparent(
      takeover.synthetic, "the kernel is about to join its VF to it")
    return .nothing(notice, deviation: .transparent)
  }
  guard let vf = network.vf else { return try planWithoutVF(takeover) }
  if network.interface(takeover.bond) != nil { return try planRejoin(takeover, vf: vf) }
  if takeover.compatibility == .none {
    guard vf != takeover.synthetic else { throw .isTheVF(vf) }
    guard network.interface(takeover.synthetic) != nil else {
      throw .noInterface(takeover.synthetic)
    }
  }
  return try planTakeover(takeover, vf: vf)
}

/// The plan if the synthetic NIC has no VF now. If a killed run began a takeover, the plan undoes
/// it.
private func planWithoutVF(_ takeover: Takeover) throws(Refusal) -> Plan {
  guard takeover.isResumed else {
    if takeover.network.lacksSynthetic { throw .noInterface(takeover.synthetic) }
    return .nothing(.detached(takeover.synthetic))
  }
  return planTakeBack(takeover, because: "the VF left in the middle of a takeover")
}

/// The plan that restores the synthetic NIC from the saved state of a killed run. The plan does not
/// depend on which VF the NIC had.
func planTakeBack(_ takeover: Takeover, because reason: String) -> Plan {
  let begun =
    switch takeover.order {
    case .lagg: LaggTakeover(takeover, vf: takeover.synthetic).steps
    case .bonding: BondingTakeover(takeover, vf: takeover.synthetic).stepsToUndo
    }
  return Plan(
    planUndo(of: begun).map {
      Step($0, because: reason, deviation: .incomplete, onFailure: .goOn)
    })
}

/// The plan of a whole takeover, with the steps in the order `Takeover.order`. Throws if the
/// observation has found an obstacle, or if no DHCP client is installed that rc.conf asks for.
func planTakeover(_ takeover: Takeover, vf: InterfaceName) throws(Refusal) -> Plan {
  if let obstacle = takeover.network.obstacle { throw obstacle }
  switch takeover.order {
  case .bonding:
    var plan = Plan(try BondingTakeover(takeover, vf: vf).steps)
    plan.leftBehind = takeover.leftBehind
    return plan
  case .lagg where takeover.compatibility != .none:
    return Plan(ScriptTakeover(takeover, vf: vf).steps)
  case .lagg:
    var plan = Plan(LaggTakeover(takeover, vf: vf).steps)
    plan.beforeUndo = takeover.returnDataPath
    plan.leftBehind = takeover.leftBehind
    return plan
  }
}
