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
    arguments: try ParityCase.all().filter { $0.better == nil && $0.argv[0] != "hyperv_vfattach" })
  func itself(parity: ParityCase) throws {
    let run = try ParityRun(parity, as: .itself)
    #expect(ParityEnd(run.recording) == ParityEnd(parity.scriptsCurrent))
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
