import Failover
import TestSupport
import Testing

@Suite("What rc.conf says of the DHCP client")
struct ClientSettingsTests {
  @Test(
    "the interface's own flags count, else the general ones, without what says how to run",
    arguments: [
      ("", []), ("dhclient_flags=\"\"", []), ("dhclient_flags=-q", ["-q"]),
      ("dhclient_flags=-q\ndhclient_flags_hn0=-u", ["-u"]),
      ("dhclient_flags=-q\ndhclient_flags_hn0=\"\"", ["-q"]), ("dhclient_flags_hn1=-q", []),
      ("dhclient_flags='-b -d -l /a -c /etc/x.conf -p /b -q'", ["-c", "/etc/x.conf", "-q"]),
      ("hyperv_vf_compat=current\ndhclient_flags=-q", []),
    ])
  func flags(text: String, flags: [String]) throws {
    #expect(try Settings(of: .hn0, in: variables(text)).clientFlags == flags)
  }

  @Test(
    "a client that rc.conf has in the background is not waited for",
    arguments: [
      ("background_dhclient=NO", true), ("background_dhclient=YES", false),
      ("background_dhclient=YES\nbackground_dhclient_hn0=NO", true),
      ("background_dhclient_hn0=YES", false), ("background_dhclient_hn1=YES", true),
      ("background_dhclient=YES\nhyperv_vf_compat=current", true),
    ])
  func background(text: String, waits: Bool) throws {
    let settings = try Settings(of: .hn0, in: variables("ifconfig_hn0=SYNCDHCP\n\(text)"))
    #expect(settings.waitsForLease == waits)
  }
}
