import Failover
import TestSupport
import Testing

@testable import Platforms

@Suite("Linux: the VF that cuts its synthetic NIC off")
struct LinuxDataPathTests {
  private static let mac = "00:15:5d:4a:0b:01"
  private static let eth0 = interface("eth0")
  private static let bond0 = interface("bond0")
  private static let vf = interface("enP1s1")
  private static let ours = "2: eth0    inet 192.0.2.50/24 brd 192.0.2.255 scope global eth0\n"

  /// Returns a guest with eth0, which has no carrier, and enP1s1, which is up, as a member of
  /// `master`. `listing` is the output of ip(8) after eth0's address.
  private func guest(
    carrier: String = "0", isUp: Bool = true, master: String? = nil, bonded: Bool = false,
    kernel: String = "4.9.0-amd64", listing: String = ""
  ) -> ScriptedView {
    let vf = LinuxNIC.vf("enP1s1", Self.mac, master: master).with { $0.isUp = isUp }
    let bond = bonded ? [LinuxNIC.bond("bond0", Self.mac, "enP1s1")] : []
    let guest = ScriptedView([.netvsc("eth0", Self.mac), vf] + bond, kernel: kernel)
    guest.files["/sys/class/net/eth0/carrier"] = carrier + "\n"
    let query = Linux.listing(of: Self.vf, Self.eth0, bonded ? Self.bond0 : nil)
    guest.answers[query] = CommandResult(.exit(0), output: Self.ours + listing)
    return guest
  }

  private static let free = CuttingVF(name: vf, isFree: true)
  private static let used = CuttingVF(name: vf, isFree: false)

  private func found(
    _ guest: ScriptedView, _ settings: GeneralSettings = GeneralSettings()
  ) throws -> CuttingVF? {
    try Linux().vfCuttingOff(Self.eth0, bond: Self.bond0, settings: settings, asking: guest)
  }

  @Test(
    "one that is up outside of any bond, and one in a bond of ours that has no address",
    arguments: [
      "", "3: enP1s1    inet 192.0.2.50/24 scope global enP1s1\n",
      "3: enP1s1    inet6 2001:db8::7/64 scope global dynamic mngtmpaddr \\       valid_lft 9sec\n",
      "192.0.2.0/24 proto kernel scope link src 192.0.2.50\nlocal 192.0.2.50 table local\n",
    ])
  func found(_ listing: String) throws {
    #expect(try found(guest(listing: listing)) == Self.free)
    #expect(try found(guest(master: "bond0", bonded: true, listing: listing)) == Self.free)
  }

  @Test("none, if nothing is cut off")
  func nothing() throws {
    #expect(try found(guest(isUp: false)) == nil)
    #expect(try found(guest(carrier: "1")) == nil)
    let address = "4: bond0    inet 192.0.2.9/24 scope global bond0\n"
    #expect(try found(guest(master: "bond0", bonded: true, listing: address)) == nil)
    #expect(try found(guest(kernel: "5.15.0-91-generic")) == nil)
  }

  @Test("one of a newer kernel, where the administrator says that it does not join the two")
  func said() throws {
    var settings = GeneralSettings()
    settings.transparent = false
    #expect(try found(guest(kernel: "5.15.0-91-generic"), settings) == Self.free)
  }

  @Test("it has to stay up, if somebody else uses it")
  func used() throws {
    #expect(try found(guest(master: "team0")) == Self.used)
    let other = "3: enP1s1    inet 198.51.100.9/24 scope global enP1s1\n"
    #expect(try found(guest(listing: other)) == Self.used)
    #expect(try found(guest(listing: "default via 192.0.2.1 \n")) == Self.used)
    let leased = guest()
    leased.files["/run/dhclient.enP1s1.pid"] = "731\n"
    leased.files["/proc/731/cmdline"] = "dhclient\0-4\0enP1s1\0"
    #expect(try found(leased) == Self.used)
  }
}
