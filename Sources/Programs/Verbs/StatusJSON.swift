import Failover
import Platforms

extension StatusReport {
  /// The state of the pairs as JSON. hyperv_vfctl(8) documents the keys, which never change.
  func json(on platform: any Platform) -> JSONValue {
    .object([
      "pairs": .array(state.pairs.map { json(of: $0, on: platform) }),
      "idle_devices": .array(state.idleDevices.map { .string($0) }),
      "used_devices": .array(state.used.map { $0.json }),
      "jailed": .array(
        state.jailed.map { .object(["name": .text($0.name), "jail": .string($0.jail)]) }),
    ])
  }

  private func json(of pair: PairState, on platform: any Platform) -> JSONValue {
    let events = events(of: pair)
    let current = history?.current(of: pair)
    let changes = events.filter { $0.isChange }.suffix(5)
    return .object([
      "synthetic": pair.synthetic.json, "vf": pair.vf?.json ?? .null,
      "hardware_address": .text(pair.hardwareAddress), "mode": .string(pair.mode.rawValue),
      "bond": .text(pair.bond?.name), "primary": .text(pair.primary),
      "active": .text(pair.active),
      "addresses": .array(pair.interfaces.flatMap { $0.jsonAddresses }),
      "dhcp_clients": .array(pair.clients.map { $0.json }),
      "since": .text(current.map { TimeText($0.time).standard }),
      "since_event": .text(current?.kind.rawValue),
      "vf_changes": history == nil ? .null : .number(events.last?.changes ?? 0),
      "vf_changed": .array(changes.map { .string(TimeText($0.time).standard) }),
      "vf_used": .array(pair.used.map { $0.json }),
      "retry_due": .text(pair.retryDue.map { TimeText($0).standard }),
      "findings": .array(verdict(on: pair).map { $0.json(on: platform) }),
    ])
  }
}

extension PairState.Member {
  fileprivate var json: JSONValue {
    .object([
      "name": .text(name), "driver": .text(driver), "device": .text(device),
      "up": .bool(interface.isUp), "mtu": .number(interface.mtu),
    ])
  }
}

extension UsedVF {
  fileprivate var json: JSONValue {
    var name: String?
    if case .driver(let driver) = use { name = driver }
    if case .jail(let jail) = use { name = jail }
    return .object(["device": .string(device), "use": .string(code), "by": .text(name)])
  }
}

extension Interface {
  fileprivate var jsonAddresses: [JSONValue] {
    addresses.map { .object(["interface": .text(name), "address": .string($0.description)]) }
  }
}

extension DHCPClient {
  fileprivate var json: JSONValue {
    .object([
      "interface": .text(interface), "program": .string(program.name),
      "process": .number(Int(process)),
    ])
  }
}
