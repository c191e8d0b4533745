import Failover

extension Notice {
  /// The reason why there is nothing to do, in words: `eth0: switched off by hyperv_vf_enable`.
  package var text: String {
    switch self {
    case .detached(let synthetic): "\(synthetic): VF was detached"
    case .transparent(let name, let sign):
      "\(name): transparent mode (\(sign)): the kernel combines synthetic NIC and VF itself"
    case .notJoined(let name, let synthetic):
      "\(name): the kernel has not combined it with \(synthetic); "
        + "hyperv_vf_transparent=NO makes a bond of both"
    case .notAVF(let name): "\(name): not the VF of a synthetic NIC"
    case .oldKernel: "the kernel has no list of VFs (sysctl hw.hn.vflist)"
    case .disabled(let name, let variable): "\(name): switched off by \(variable)"
    case .noBond(let name): "\(name): is in no bond"
    case .alreadyActive(let name): "\(name): carries the traffic already"
    case .complete(let bond): "\(bond): has both NICs"
    }
  }
}
