import Failover

extension UsedVF {
  /// The VF and what uses it, in words: `0001:00:02.0, which vfio-pci has for a program`.
  var text: String {
    switch use {
    case .namespace: "\(device), whose NIC is in another network namespace"
    case .jail(let name): "\(device), which is in the vnet jail \(name)"
    case .driver(let name): "\(device), which \(name) has for a program"
    case .infiniBand: "\(device), which is InfiniBand"
    }
  }

  /// The kind of the use as a word for JSON, such as `jail`. These words never change.
  var code: String {
    switch use {
    case .namespace: "namespace"
    case .jail: "jail"
    case .driver: "driver"
    case .infiniBand: "infiniband"
    }
  }
}
