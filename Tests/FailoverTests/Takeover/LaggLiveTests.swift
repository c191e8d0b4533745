import Failover
import TestSupport
import Testing

@Suite("FreeBSD: what is live and not in rc.conf follows to the lagg")
struct LaggLiveTests {
  private static func actions(_ change: (inout Takeover) -> Void) throws -> [Action] {
    let situation = Situation("a live address").with {
      $0.addresses = ["192.0.2.50/24", "2001:db8::9/64 autoconf"]
      $0.isIPv6On = true
      $0.acceptsRouterAdvertisements = true
    }
    var takeover = try situation.takeover()
    change(&takeover)
    return try planUp(takeover).steps.map(\.action)
  }

  @Test("the lagg accepts router advertisements if the NIC had an address from them")
  func follows() throws {
    let accept = Action.setRouterAdvertisements(.lagg0, true, bringUp: true)
    #expect(try Self.actions { _ in }.contains(accept))
    #expect(
      try !Self.actions { takeover in
        for index in takeover.network.interfaces.indices {
          takeover.network.interfaces[index].addresses.removeAll { $0.isAutoconfigured }
        }
      }.contains(accept))
  }

  @Test("the lagg gets the description of the NIC")
  func describes() throws {
    let note = Action.setNote(.lagg0, "uplink")
    #expect(try !Self.actions { _ in }.contains(note))
    #expect(
      try Self.actions { takeover in
        for index in takeover.network.interfaces.indices
        where takeover.network.interfaces[index].name == .hn0 {
          takeover.network.interfaces[index].note = "uplink"
        }
      }.contains(note))
  }

  @Test("the leased address is the one that its client has, wherever it stands")
  func keepsLease() throws {
    let situation = Situation("a lease behind an alias").with {
      $0.rcConf = "ifconfig_hn0=DHCP"
      $0.addresses = ["192.0.2.60/32", "192.0.2.50/24"]
      $0.hasClient = true
    }
    var takeover = try situation.takeover()
    for index in takeover.network.interfaces.indices {
      takeover.network.interfaces[index].leasedAddress = IPAddress("192.0.2.50")
    }
    var outdated: [InterfaceAddress] = []
    for step in try planUp(takeover).steps {
      if case .removeOutdated(let entry, _, _, _) = step.action { outdated.append(entry) }
    }
    #expect(outdated.map(\.description) == ["192.0.2.50/24"])
  }
}
