import Failover
import TestSupport
import Testing

@testable import Programs

@Suite("hyperv_vfctl metrics")
struct MetricsTests {
  private static let now = 1_764_000_840

  private static func nic(_ name: String, hasCarrier: Bool?) -> PairState.Member {
    var interface = Interface(sure(InterfaceName(name)))
    interface.isUp = true
    interface.hasCarrier = hasCarrier
    return PairState.Member(interface)
  }

  /// Three pairs. The first is in a bond. The VF of the second has left, and its takeover is tried
  /// again. The third is in transparent mode with less known about its NIC, and has a name that
  /// must be escaped.
  private static var pairs: [PairState] {
    var first = PairState(of: nic("eth0", hasCarrier: false))
    first.vf = nic("enP1s1", hasCarrier: true)
    first.mode = .bond
    var bond = Interface(sure(InterfaceName("bond0")))
    bond.bond = Bond(.failover, members: [first.synthetic.name, sure(InterfaceName("enP1s1"))])
    first.bond = bond
    first.active = InterfaceName("enP1s1")
    var second = PairState(of: nic("eth1", hasCarrier: true))
    second.active = second.synthetic.name
    second.recordedVF = InterfaceName("enP2s1")
    second.retryDue = now + 20
    var third = PairState(of: nic("a\"b\\c", hasCarrier: nil))
    third.vf = nic("enP3s1", hasCarrier: true)
    third.mode = .transparent
    third.active = InterfaceName("enP3s1")
    return [first, second, third]
  }

  private static var history: History {
    var history = History()
    for (kind, name, vf, time) in [
      (History.Kind.arrived, "eth0", "enP1s1", now - 840), (.joined, "eth0", "enP1s1", now - 838),
      (.arrived, "eth1", "enP2s1", now - 500), (.left, "eth1", "enP2s1", now - 60),
      (.failed, "eth1", "enP2s1", now - 30),
    ] {
      let synthetic = sure(InterfaceName(name))
      _ = history.record(
        .init(kind, of: synthetic, vf: InterfaceName(vf), number: 3, at: time))
    }
    return history
  }

  @Test("every pair is in the text that Tests/Metrics/run has promtool check")
  func text() throws {
    let report = StatusReport(
      PairsState(Self.pairs, idleDevices: ["0001:00:02.0"]), Self.history)
    #expect(try report.metrics(now: Self.now) == Repository.text("Tests/Metrics/pairs.prom"))
  }

  @Test("who may not see the record leaves out what stands there, and only that")
  func unprivileged() {
    let state = PairsState(Self.pairs)
    let all = StatusReport(state, Self.history).metrics(now: Self.now).split(separator: "\n")
    let seen = StatusReport(state, nil).metrics(now: Self.now).split(separator: "\n")
    let left = all.filter { !$0.contains("_changes_total") && !$0.contains("_since_change_") }
    #expect(seen == left)
    #expect(left.count < all.count)
  }

  @Test("a guest without a pair says so")
  func nothing() {
    #expect(
      StatusReport(PairsState([]), History()).metrics(now: 0) == """
        # HELP hyperv_vf_pairs Synthetic NICs, with or without a VF.
        # TYPE hyperv_vf_pairs gauge
        hyperv_vf_pairs 0
        # HELP hyperv_vf_devices_without_driver VFs without a driver.
        # TYPE hyperv_vf_devices_without_driver gauge
        hyperv_vf_devices_without_driver 0

        """)
  }

  @Test("a clock that was set back makes no time negative")
  func clock() {
    let text = StatusReport(PairsState(Self.pairs), Self.history).metrics(now: 0)
    let ages = text.split(separator: "\n").filter {
      $0.hasPrefix("hyperv_vf_since_change_seconds{")
    }
    #expect(!ages.isEmpty)
    #expect(ages.filter { !$0.hasSuffix(" 0") } == [])
  }

  @Test("a file that cannot be written is an error")
  func unwritable() {
    var failure: Failure?
    do throws(Failure) {
      _ = try Verb.run(
        ["metrics", "--output", "/proc/no/such"], on: Console(write: { _ in }, report: { _, _ in }))
    } catch {
      failure = error
    }
    #expect(failure?.exitCode == 75)
    #expect(
      failure?.text == "/proc/no/such: open: No such file or directory; nothing was written")
  }
}
