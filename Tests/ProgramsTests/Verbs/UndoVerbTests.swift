import Failover
import TestSupport
import Testing

@testable import Programs

@Suite("hyperv_vfctl undo on FreeBSD")
struct UndoVerbTests {
  /// The recorded machines on which a takeover leaves a complete lagg0.
  static let cases = (try? ParityCase.all().filter { $0.argv == ["hyperv_vfup", "hn0"] }) ?? []

  @Test("hn0 has what lagg0 had, wherever lagg0 was made", arguments: cases.map(\.name))
  func undoes(name: String) throws {
    let parity = try #require(Self.cases.first { $0.name == name })
    let guest = SimulatedFreeBSD(parity.machine)
    guard try ParityRun(parity.argv, on: guest).exit == 0, let lagg = guest.machine.nics["lagg0"],
      lagg.laggport?.contains("hn0") == true
    else { return }
    let routes = Set(guest.machine.routes.map { [$0.dest, $0.gateway] })
    let run = try ParityRun(["hyperv_vfctl", "undo", "hn0"], on: guest)
    #expect(run.exit == 0)
    #expect(run.failure == nil)
    let hn0 = try #require(guest.machine.nics["hn0"])
    #expect(guest.machine.nics["lagg0"] == nil)
    #expect(hn0.up == true)
    #expect(Set(hn0.inet.map(\.addr)).isSuperset(of: lagg.inet.map(\.addr)))
    let own = { (nic: SimulatedNIC) in
      Set(nic.inet6.filter { $0.autoconf != true && !$0.addr.hasPrefix("fe80") }.map(\.addr))
    }
    #expect(own(hn0).isSuperset(of: own(lagg)))
    #expect(Set(guest.machine.routes.map { [$0.dest, $0.gateway] }).isSuperset(of: routes))
    #expect(guest.machine.files["/var/run/hyperv_vf/hn0.state"] == nil)
  }

  @Test("while another run holds the lock, nothing is done, and the message says so")
  func locked() throws {
    let guest = SimulatedFreeBSD(try ReleaseCase.named("up-static").machine)
    let run = try ParityRun(["hyperv_vfctl", "undo", "hn0"], on: guest, isLocked: true)
    #expect(run.exit == 75)
    #expect(
      run.failure
        == "/var/run/hyperv_vf/hn0: another run holds it for too long; nothing was changed; "
        + "run it again")
    #expect(guest.effects == [])
  }
}
