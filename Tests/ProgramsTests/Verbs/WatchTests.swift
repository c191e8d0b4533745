import Failover
import TestSupport
import Testing

@testable import Programs

@Suite("hyperv_vfctl watch")
struct WatchTests {
  private static func pair(
    _ name: String = "eth0", vf: String? = nil, _ mode: PairState.Mode = .none,
    bond members: [String] = [], active: String?
  ) -> PairState {
    var pair = PairState(of: member(name))
    pair.vf = vf.map(member)
    pair.mode = mode
    if !members.isEmpty {
      var bond = Interface(sure(InterfaceName("bond0")))
      bond.bond = Bond(.failover, members: members.map { sure(InterfaceName($0)) })
      pair.bond = bond
    }
    pair.active = active.flatMap(InterfaceName.init)
    return pair
  }

  private static func member(_ name: String) -> PairState.Member {
    PairState.Member(Interface(sure(InterfaceName(name))))
  }

  private static let alone = pair(.bond, bond: ["eth0"], active: "eth0")
  private static let joined = pair(
    vf: "enP1s1", .bond, bond: ["eth0", "enP1s1"], active: "enP1s1")
  private static let other = pair("eth1", active: "eth1")

  private static func pair(
    _ mode: PairState.Mode, bond: [String], active: String
  ) -> PairState {
    pair("eth0", vf: nil, mode, bond: bond, active: active)
  }

  @Test(
    "what is a change, and what is none",
    arguments: [
      ("nothing was there", [], [alone, other], [.now(alone), .now(other)]),
      ("nothing has changed", [alone, other], [alone, other], []),
      ("the VF joined", [alone, other], [joined, other], [.now(joined)]),
      ("the VF left", [joined], [alone], [.now(alone)]),
      ("the NIC left", [alone, other], [other], [.gone(sure(InterfaceName("eth0")))]),
      (
        "another NIC carries the traffic", [joined],
        [with(joined) { $0.active = $0.synthetic.name }],
        [.now(with(joined) { $0.active = $0.synthetic.name })]
      ),
      (
        "it is in no bond any more", [alone], [with(alone) { $0.bond = nil }],
        [.now(with(alone) { $0.bond = nil })]
      ),
      (
        "the VF is used otherwise", [other], [with(other) { $0.used = [UsedVF("0", .namespace)] }],
        [.now(with(other) { $0.used = [UsedVF("0", .namespace)] })]
      ),
      (
        "an address, a carrier and a size are none", [joined],
        [
          with(joined) {
            $0.synthetic.interface.addresses = [sure(InterfaceAddress("192.0.2.9/24"))]
            $0.synthetic.interface.hasCarrier = false
            $0.bond?.mtu = 9000
          }
        ], []
      ),
    ] as [(String, [PairState], [PairState], [PairChange])])
  func decides(situation: String, before: [PairState], now: [PairState], found: [PairChange]) {
    #expect(changes(from: before, to: now) == found, "\(situation)")
  }

  private static func with(_ pair: PairState, _ change: (inout PairState) -> Void) -> PairState {
    var copy = pair
    change(&copy)
    return copy
  }

  @Test(
    "a change is a line, or a document of JSON",
    arguments: [
      (
        PairChange.now(joined), "eth0: its VF enP1s1 carries the traffic (bond)",
        #""synthetic": "eth0", "present": true, "vf": "enP1s1", "mode": "bond", "bond": "bond0", "active": "enP1s1""#
      ),
      (
        .now(alone), "eth0: no VF; eth0 carries the traffic (bond)",
        #""synthetic": "eth0", "present": true, "vf": null, "mode": "bond", "bond": "bond0", "active": "eth0""#
      ),
      (
        .now(pair(vf: "enP1s1", .transparent, active: nil)),
        "eth0: nothing carries traffic (transparent)",
        #""synthetic": "eth0", "present": true, "vf": "enP1s1", "mode": "transparent", "bond": null, "active": null"#
      ),
      (
        .gone(sure(InterfaceName("eth0"))), "eth0: is gone",
        #""synthetic": "eth0", "present": false, "vf": null, "mode": null, "bond": null, "active": null"#
      ),
    ])
  func text(change: PairChange, words: String, keys: String) {
    let time = 1_764_000_000_007
    #expect(
      Watch.line(of: change, at: time, asJSON: false)
        == "2025-11-24 16:00:00.007 UTC \(words)\n")
    #expect(
      Watch.line(of: change, at: time, asJSON: true)
        == "{\"time\": \"2025-11-24T16:00:00.007Z\", \(keys)}\n")
  }

  @Test(
    "milliseconds are those of the calendar",
    arguments: [
      (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
      (1_764_000_000_999, "2025-11-24T16:00:00.999Z"),
    ])
  func times(milliseconds: Int, text: String) {
    #expect(TimeText(milliseconds: milliseconds).standard == text)
  }

  /// The states and events that a watch gets, step by step, and its actions.
  private final class Script {
    enum Look { case seen([PairState]), failed }

    var looks: [Look]
    /// True if the kernel sends an event. After the last one, the reader goes away.
    var events: [Bool]
    var waits: [Duration?] = []
    var told: [String] = []
    var clock = 0

    init(_ looks: [Look], events: [Bool]) {
      self.looks = looks
      self.events = events
    }

    func run() throws(Failure) {
      try Watch(
        look: { () throws(Failure) in
          switch self.looks.removeFirst() {
          case .seen(let pairs): return pairs
          case .failed: throw .unsupported(.unknownPlatform("no answer"))
          }
        },
        wait: { limit throws(Failure) in
          self.waits.append(limit)
          guard !self.events.isEmpty else { throw .unsupported(.unknownPlatform("the end")) }
          self.clock += 1
          return self.events.removeFirst()
        },
        now: { self.clock },
        tell: { change, time in
          self.told.append("\(time) \(change.name)")
          return !self.looks.isEmpty
        }
      ).run()
    }
  }

  private static let pauses = Watch.pauses.map(Optional.some)

  @Test("it waits for the kernel alone, once the looks after an event have found no more")
  func waits() {
    let script = Script(
      [Script.Look](repeating: .seen([Self.alone]), count: 5)
        + [Script.Look](repeating: .seen([Self.joined]), count: 5) + [.seen([])],
      events: [false, false, false, false, true, false, false, false, false])
    #expect(throws: Failure.self) { try script.run() }
    #expect(script.told == ["0 eth0", "5 eth0"])
    #expect(script.waits == Self.pauses + [nil] + Self.pauses + [nil])
  }

  @Test("what shows only after the kernel told of it is told with that time")
  func late() {
    let script = Script(
      [
        .seen([Self.joined]), .seen([Self.joined]), .seen([Self.joined]), .seen([Self.alone]),
        .seen([]),
      ],
      events: [false, true, false])
    #expect(throws: Failure.self) { try script.run() }
    #expect(script.told == ["0 eth0", "2 eth0"])
  }

  @Test("a question that failed is asked again, and nothing is told for that")
  func recovers() {
    let script = Script(
      [.seen([Self.alone])] + [Script.Look](repeating: .failed, count: 5)
        + [.seen([Self.joined]), .seen([])],
      events: [true, false, false, false, false, false])
    #expect(throws: Failure.self) { try script.run() }
    #expect(script.told == ["0 eth0", "1 eth0"])
    #expect(script.waits == [Self.pauses[0]] + Self.pauses + [Self.pauses[3], nil])
  }

  @Test("one that fails on and on is a failure")
  func gives() {
    let script = Script(
      [Script.Look](repeating: .failed, count: 20), events: [Bool](repeating: false, count: 20))
    var failure: Failure?
    do throws(Failure) { try script.run() } catch { failure = error }
    #expect(failure?.text == "no answer: must be freebsd or linux")
    #expect(script.looks.count == 20 - Watch.patience)
  }

  @Test("it ends when nobody reads any more")
  func ends() throws {
    let script = Script([.seen([Self.alone])], events: [])
    try script.run()
    #expect(script.told == ["0 eth0"])
    #expect(script.waits == [])
  }
}

extension PairChange {
  fileprivate var name: InterfaceName {
    switch self {
    case .now(let pair): pair.synthetic.name
    case .gone(let name): name
    }
  }
}
