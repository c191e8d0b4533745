/// The plan of hyperv_vfup(8) for one synthetic NIC: a takeover, the rest of a takeover that was
/// killed, or adding the VF to a bond that exists. If there is nothing to do, the plan has no steps
/// and a notice with the reason.
///
/// Throws if the takeover is refused, for example because the NIC is in a bridge.
package func planUp(_ takeover: Takeover) throws(Refusal) -> Plan {
  let network = takeover.network
  if case .yes(let sign) = network.transparency, takeover.compatibility == .none {
    return .nothing(.transparent(takeover.synthetic, sign), deviation: .transparent)
  }
  if network.transparency == .expected, takeover.compatibility == .none {
    let notice = Notice.transparent(
      takeover.synthetic, "the kernel is about to combine it with its VF")
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

/// The plan if the synthetic NIC has no VF now: the steps that undo a takeover which a killed run
/// has begun; without such a run, no steps.
///
/// Throws if no run was killed and the synthetic NIC does not exist.
private func planWithoutVF(_ takeover: Takeover) throws(Refusal) -> Plan {
  guard takeover.isResumed else {
    if takeover.network.lacksSynthetic { throw .noInterface(takeover.synthetic) }
    return .nothing(.detached(takeover.synthetic))
  }
  return planTakeBack(takeover, because: "the VF left in the middle of a takeover")
}

/// The plan that undoes what a killed run has done, from the state which that run saved: the
/// synthetic NIC gets its configuration again. Each step shows `reason`. The VF may have left
/// meanwhile, and is not needed.
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

/// The plan of a takeover with the VF `vf`, in the order of this system. Throws if the observation
/// has found an obstacle, such as a bridge; on Linux also if a DHCP client is needed and none is
/// installed.
func planTakeover(_ takeover: Takeover, vf: InterfaceName) throws(Refusal) -> Plan {
  if let obstacle = takeover.network.obstacle { throw obstacle }
  switch takeover.order {
  case .bonding:
    var plan = Plan(try BondingTakeover(takeover, vf: vf).steps)
    plan.unmovedSettings = takeover.unmovedSettings
    return plan
  case .lagg where takeover.compatibility != .none:
    return Plan(ScriptTakeover(takeover, vf: vf).steps)
  case .lagg:
    var plan = Plan(LaggTakeover(takeover, vf: vf).steps)
    plan.beforeUndo = takeover.returnDataPath
    plan.unmovedSettings = takeover.unmovedSettings
    return plan
  }
}
