import TestSupport
import Testing

@Suite("A DHCP client without an address does not pass for a configuration")
struct IdleClientTests {
  @Test("one that has run in vain for a minute starts anew", arguments: [59, 60])
  func startsAnew(age: Int) throws {
    let guest = SimulatedFreeBSD(try ParityCase.named("up-dhcp").machine)
    #expect(try ParityRun(["hyperv_vfup", "hn0"], on: guest).exit == 0)
    // The client's script ended before it set the address.
    guest.machine.nics["lagg0"]?.inet = []
    guest.machine.clients = [SimulatedMachine.Client(interface: "lagg0", process: 4099)]
    guest.machine.files["/var/run/dhclient/dhclient.lagg0.pid"] = SimulatedFile("4099\n")
    guest.machine.clientAge = age
    let run = try ParityRun(["hyperv_vfup", "hn0"], on: guest)
    #expect(run.exit == 0)
    #expect(guest.machine.clients[0].isEnded == (age == 60))
    #expect(guest.machine.nics["lagg0"]?.inet.map(\.addr) == (age == 60 ? ["192.0.2.50"] : []))
  }
}
