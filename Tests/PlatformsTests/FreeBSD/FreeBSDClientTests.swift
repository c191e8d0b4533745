import Failover
import TestSupport
import Testing

@testable import Platforms

@Suite("DHCP clients of FreeBSD")
struct FreeBSDClientTests {
  private static let old = "/var/run/dhclient.hn0.pid"
  private static let new = "/var/run/dhclient/dhclient.hn0.pid"

  private static func client(_ process: Int32, _ path: String) -> DHCPClient {
    var client = DHCPClient(
      of: FreeBSDGuest.hn0, program: .freebsd, process: process, pidFile: path)
    client.isKnownToScripts = path == old
    return client
  }

  @Test(
    "a process is a client of the interface by its title or its command line",
    arguments: [
      ("dhclient: hn0 (dhclient)", true), ("dhclient: hn0 [priv] (dhclient)", true),
      ("dhclient: hn0", true), ("/sbin/dhclient -b hn0", true), ("dhclient hn0", true),
      ("/sbin/dhclient hn0\n", true), ("dhclient: hn01 (dhclient)", false),
      ("dhclient: hn1 (dhclient)", false), ("/sbin/dhclient -b hn01", false),
      ("/sbin/dhclient hn0 hn1", false), ("dhclient", false), ("dhclient:", false), ("", false),
      ("/bin/sh /sbin/dhclient hn0", false), ("vi dhclient: hn0", false),
      ("/usr/sbin/cron -s hn0", false), ("xdhclient hn0", false), ("dhclients: hn0", false),
      ("dhclient: system.syslog (dhclient)", false), ("hn0", false),
      // The three processes of one client on FreeBSD 15.1.
      ("dhclient: hn0\n", true), ("dhclient: hn0 [priv]\n", true),
      ("dhclient: system.syslog\n", false), ("dhclient: hn01 [priv]\n", false),
    ])
  func isClient(title: String, answer: Bool) throws {
    let guest = FreeBSDGuest()
    guest.answers[FreeBSDGuest.ps(77)] = title
    #expect(try FreeBSD().isClient(77, of: FreeBSDGuest.hn0, asking: guest) == answer)
    #expect(guest.asked == [FreeBSDGuest.ps(77)])
  }

  @Test("a ps that had to be ended is no answer")
  func hung() {
    let guest = FreeBSDGuest()
    guest.hanging = [FreeBSDGuest.ps(77)]
    let query = Command("/bin/ps", ["-ww", "-o", "command=", "-p", "77"])
    #expect(throws: GuestError.queryFailed(query, FreeBSDGuest.hung)) {
      try FreeBSD().isClient(77, of: FreeBSDGuest.hn0, asking: guest)
    }
  }

  @Test("a process that has ended is no client")
  func ended() throws {
    #expect(try !FreeBSD().isClient(77, of: FreeBSDGuest.hn0, asking: FreeBSDGuest()))
  }

  @Test(
    "a client is found by either file, and once by both",
    arguments: [
      (nil, nil, []), ("77", nil, [client(77, old)]), (nil, "77", [client(77, new)]),
      ("77", "77", [client(77, old)]), ("77", "78", [client(77, old), client(78, new)]),
      (" 77\n", nil, [client(77, old)]), ("79", "77", [client(77, new)]),
    ] as [(String?, String?, [DHCPClient])])
  func found(oldFile: String?, newFile: String?, clients: [DHCPClient]) throws {
    let guest = FreeBSDGuest()
    guest.files[Self.old] = oldFile
    guest.files[Self.new] = newFile
    for process in [77, 78] { guest.answers[FreeBSDGuest.ps(process)] = "dhclient: hn0 (dhclient)" }
    guest.answers[FreeBSDGuest.ps(79)] = "/usr/sbin/cron -s"
    #expect(try FreeBSD().clients(of: FreeBSDGuest.hn0, inEvery: true, asking: guest) == clients)
  }

  @Test("a pid file that is stale names the helper of another client: that is no client of hn0")
  func helper() throws {
    let guest = FreeBSDGuest()
    guest.files[Self.new] = "77\n"
    guest.answers[FreeBSDGuest.ps(77)] = "dhclient: system.syslog\n"
    #expect(try FreeBSD().clients(of: FreeBSDGuest.hn0, inEvery: true, asking: guest) == [])
    guest.answers[FreeBSDGuest.ps(77)] = "dhclient: hn0\n"
    let found = try FreeBSD().clients(of: FreeBSDGuest.hn0, inEvery: true, asking: guest)
    #expect(found == [Self.client(77, Self.new)])
  }

  @Test("the scripts look into one file")
  func scripts() throws {
    let guest = FreeBSDGuest()
    guest.files[Self.new] = "77"
    guest.answers[FreeBSDGuest.ps(77)] = "dhclient: hn0 (dhclient)"
    #expect(try FreeBSD().clients(of: FreeBSDGuest.hn0, inEvery: false, asking: guest) == [])
    #expect(guest.asked == ["read \(Self.old)"])
  }

  @Test(
    "a file that names no process of its own is passed over, and nobody is asked",
    arguments: ["", "1", "0", "-5", "garbage", "77 78", "0x4d", "77x", "99999999999"])
  func garbage(text: String) throws {
    let guest = FreeBSDGuest()
    guest.files[Self.old] = text
    #expect(try FreeBSD().clients(of: FreeBSDGuest.hn0, inEvery: true, asking: guest) == [])
    #expect(guest.asked == ["read \(Self.old)", "read \(Self.new)"])
  }
}
