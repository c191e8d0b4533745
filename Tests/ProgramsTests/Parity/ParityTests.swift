import TestSupport
import Testing

@Suite("The programs do what FreeBSD's scripts were recorded to do")
struct ParityTests {
  @Test("there are 52 recorded machines, 9 of them with something to do better")
  func cases() throws {
    let all = try ParityCase.all()
    #expect(all.count == 52)
    #expect(all.filter { $0.better != nil }.count == 9)
  }

  @Test("the scripts before IPv6 are matched exactly", arguments: try ParityCase.all())
  func scripts2017(parity: ParityCase) throws {
    #expect(try ParityRun(parity, as: .scripts2017).recording == parity.scripts2017)
  }

  @Test("today's scripts are matched exactly", arguments: try ParityCase.all())
  func current(parity: ParityCase) throws {
    #expect(try ParityRun(parity, as: .current).recording == parity.scriptsCurrent)
  }

  @Test(
    "by default hyperv_vfup ends where today's scripts end, where they keep the network",
    arguments: try ParityCase.all().filter {
      $0.better == nil && $0.argv[0] != "hyperv_vfattach" && beside[$0.name] == nil
    })
  func itself(parity: ParityCase) throws {
    let run = try ParityRun(parity, as: .itself)
    #expect(ParityEnd(run.recording) == ParityEnd(parity.scriptsCurrent))
  }

  /// Addresses of hn0 that the machine's rc.conf does not have, which the scripts remove.
  private static let beside: [String: [String]] = [
    "up-aliases-deleted": ["192.0.2.51", "198.51.100.7"], "up-rc-conf-d-folder": ["192.0.2.50"],
    "up-rc-conf-local-wins": ["192.0.2.50"], "up6-rtadv": ["2001:db8::5"],
  ]

  @Test("by default addresses that rc.conf does not know follow as well", arguments: beside.keys)
  func besides(name: String) throws {
    let parity = try ParityCase.named(name)
    let addresses = { (run: ParityCase.Recording) in
      let lagg = run.nics["lagg0"]
      return Set(((lagg?.inet ?? []) + (lagg?.inet6 ?? [])).map(\.addr))
        .filter { !$0.hasPrefix("fe80") }
    }
    let run = try ParityRun(parity, as: .itself)
    #expect(run.recording.exit == 0)
    #expect(
      addresses(run.recording)
        == addresses(parity.scriptsCurrent).union(Self.beside[name] ?? []))
  }

  @Test(
    "by default hyperv_vfattach does exactly what the script does where the VF's NIC is not known",
    arguments: try ParityCase.all().filter { $0.argv[0] == "hyperv_vfattach" })
  func attach(parity: ParityCase) throws {
    #expect(try ParityRun(parity, as: .itself).recording == parity.scriptsCurrent)
  }

  @Test(
    "by default the network is kept where the scripts lose it",
    arguments: try ParityCase.all().filter { $0.better != nil })
  func better(parity: ParityCase) throws {
    let run = try ParityRun(parity, as: .itself)
    #expect(parity.better?.same(of: run.recording) == parity.better)
  }

  @Test("one lock is taken before anything is changed", arguments: ParityMode.allCases)
  func lock(mode: ParityMode) throws {
    let run = try ParityRun(.named("up-static"), as: mode)
    #expect(run.locks == [ParityRun.Lock(path: "/var/run/hyperv_vf/hn0", changesBefore: 0)])
  }
}
