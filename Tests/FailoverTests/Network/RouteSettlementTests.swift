import Failover
import TestSupport
import Testing

@Suite("RouteSettlement")
struct RouteSettlementTests {
  private static let em0 = sure(InterfaceName("em0"))

  private static func route(_ name: InterfaceName) -> Route {
    Route(
      to: "default", family: .inet6, via: sure(IPAddress("2001:db8::1")), through: name)
  }

  private static let wanted = RouteSettlement(
    [route(.lagg0)], members: [.hn0, .vf], missing: [])

  @Test(
    "what leads through a member is stale, what is nowhere is missing, what is elsewhere stays",
    arguments: [
      ([], [], [route(.lagg0)]), ([route(.hn0)], [route(.hn0)], [route(.lagg0)]),
      ([route(.vf)], [route(.vf)], [route(.lagg0)]),
      ([route(.lagg0), route(.hn0)], [route(.hn0)], []),
    ] as [([Route], [Route], [Route])])
  func observed(present: [Route], stale: [Route], missing: [Route]) {
    var settlement = Self.wanted
    settlement.stale = stale
    settlement.missing = missing
    #expect(Self.wanted.observed(present) == settlement)
  }

  @Test(
    "nothing is left to do", arguments: [[route(.lagg0)], [route(em0)], [route(em0), route(.hn0)]])
  func settled(present: [Route]) {
    #expect(Self.wanted.observed(present) == nil)
  }
}
