import Failover
import Platforms
import TestSupport
import Testing

@Suite("FreeBSD: the VF that cuts its synthetic NIC off")
struct FreeBSDDataPathTests {
  private static let hn0 = ["inet 192.0.2.50/24", "status: no carrier"]

  /// Returns a guest with hn0, which has no carrier, and mlxen0, which is up. Both have these lines
  /// in ifconfig.
  private func guest(
    hn0: [String] = hn0, vf: [String] = ["status: active"], isUp: Bool = true, more: String = "",
    routes: String = ""
  ) -> FreeBSDGuest {
    let listing = { (name: String, flags: String, lines: [String]) in
      "\(name): flags=8843<\(flags)> metric 0 mtu 1500\n" + lines.map { "\t\($0)\n" }.joined()
    }
    let guest = FreeBSDGuest()
    guest.answers = [
      FreeBSDGuest.sysctl("hw.hn.vf_transparent"): "0\n",
      FreeBSDGuest.sysctl("dev.hn.0.vf"): "mlxen0\n",
      "/sbin/ifconfig -a": listing("hn0", "UP,RUNNING", hn0)
        + listing("mlxen0", isUp ? "UP,RUNNING" : "BROADCAST", vf) + more,
      FreeBSDGuest.netstat: "Internet:\nDestination Gateway Flags Netif Expire\n" + routes,
    ]
    return guest
  }

  private static let free = CuttingVF(name: FreeBSDGuest.vf, isFree: true)
  private static let used = CuttingVF(name: FreeBSDGuest.vf, isFree: false)

  private func vf(_ guest: FreeBSDGuest) throws -> CuttingVF? {
    try FreeBSD().vfCuttingOff(
      FreeBSDGuest.hn0, bond: FreeBSDGuest.lagg0, settings: GeneralSettings(), asking: guest)
  }

  private func lagg(_ name: String, _ lines: String...) -> String {
    "\(name): flags=8843<UP,RUNNING> metric 0 mtu 1500\n"
      + (lines + ["laggport: mlxen0 flags=4<ACTIVE>"]).map { "\t\($0)\n" }.joined()
  }

  @Test("one that is up outside of any bond, and one in a bond of ours that has no address")
  func found() throws {
    #expect(try vf(guest()) == Self.free)
    #expect(try vf(guest(more: lagg("lagg0"))) == Self.free)
    #expect(try vf(guest(vf: ["inet 192.0.2.50/24", "inet ::damaged"])) == Self.used)
    #expect(try vf(guest(vf: ["inet 192.0.2.50/24"])) == Self.free)
  }

  @Test("none, if nothing is cut off")
  func nothing() throws {
    #expect(try vf(guest(isUp: false)) == nil)
    #expect(try vf(guest(hn0: ["status: active"])) == nil)
    #expect(try vf(guest(more: lagg("lagg0", "inet 192.0.2.9/24"))) == nil)
    let transparent = guest()
    transparent.answers[FreeBSDGuest.sysctl("hw.hn.vf_transparent")] = "1\n"
    #expect(try vf(transparent) == nil)
  }

  @Test("it has to stay up, if somebody else uses it")
  func used() throws {
    #expect(try vf(guest(more: lagg("lagg7"))) == Self.used)
    #expect(try vf(guest(vf: ["inet 198.51.100.9/24"])) == Self.used)
    #expect(try vf(guest(routes: "default 192.0.2.1 UGS mlxen0\n")) == Self.used)
    let leased = guest()
    leased.files["/var/run/dhclient.mlxen0.pid"] = "77"
    leased.answers[FreeBSDGuest.ps(77)] = "dhclient: mlxen0 (dhclient)\n"
    #expect(try vf(leased) == Self.used)
  }
}
