import Failover

extension UsedVF {
  /// Which it is, and where it is.
  var text: String {
    switch use {
    case .namespace: "\(device), whose NIC is in another network namespace"
    case .jail(let name): "\(device), which is in the vnet jail \(name)"
    case .driver(let name): "\(device), which \(name) has for a program"
    case .infiniBand: "\(device), which is InfiniBand"
    }
  }

  /// What the use is called in JSON; stays.
  var code: String {
    switch use {
    case .namespace: "namespace"
    case .jail: "jail"
    case .driver: "driver"
    case .infiniBand: "infiniband"
    }
  }
}
