import Failover
import TestSupport
import Testing

@testable import Platforms

@Suite("Files of interfaces(5) that are made anew at each boot")
struct InterfacesTransientTests {
  private static let main = "/etc/network/interfaces"
  private static let run = "/run/network/interfaces.d"
  private static let helper = "/etc/network/cloud-ifupdown-helper"
  private static let source = "auto lo\niface lo inet loopback\nsource-directory \(run)\n"
  private static let role = "# made\nauto eth0\nallow-hotplug eth0\n\niface eth0 inet dhcp\n"
  private static let bond =
    "iface bond0 inet dhcp\n\(IfupdownFilesTests.making)\(IfupdownFilesTests.deleting)"

  @Test("the stanzas of cloud-ifupdown-helper are the bond's, and the NIC stays known to ifup")
  func helpers() throws {
    var present = [Self.main: Self.source, "\(Self.run)/eth0": Self.role, Self.helper: ""]
    present["\(Self.run)/eth1"] = "auto eth1\niface eth1 inet dhcp\n"
    let after = "\(Self.source)\n# made\nauto bond0\n\niface eth0 inet manual\n\n\(Self.bond)"
    let found = try files(present)
    #expect(found.changes == [FileChange(path: Self.main, before: Self.source, after: after)])
    // The file in /run is there until the next boot.
    present[Self.main] = after
    #expect(try files(present).changes == [])
  }

  @Test(
    "the NIC stays known to ifup wherever its stanza is, since the helper would make another",
    arguments: [
      (
        "allow-hotplug eth0\niface eth0 inet dhcp\n",
        "auto bond0\niface eth0 inet manual\n\n\(bond)"
      ),
      ("\n", "\n\niface eth0 inet manual\n\nauto bond0\n\(bond)"),
    ])
  func known(before: String, after: String) throws {
    let found = try files([Self.main: before, Self.helper: ""], leases: true)
    #expect(found.changes == [FileChange(path: Self.main, before: before, after: after)])
    #expect(try files([Self.main: after, Self.helper: ""], leases: true).changes == [])
  }

  @Test(
    "others are refused if they name the NIC",
    arguments: [
      ([main: source, "\(run)/eth0": role], "\(run)/eth0:2"),
      ([main: source, "\(run)/x": role, helper: ""], "\(run)/x:2"),
      ([main: "source /var/run/x\n", "/var/run/x": role], "/var/run/x:2"),
      ([main: "source /etc/linked\n", "/etc/linked": role], "/etc/linked:2"),
      ([main: "source /etc/folder/*\n", "/etc/folder/x": role], "/etc/folder/x:2"),
      // Made by hand: the helper still makes a stanza for the NIC.
      (
        [
          main: "\(source)iface bond0 inet dhcp\n    bond-slaves eth0\n", "\(run)/eth0": role,
          helper: "",
        ], "\(run)/eth0:2"
      ),
    ])
  func refused(present: [String: String], place: String) throws {
    let error = try #require(throws: GuestError.self) { try files(present) }
    guard case .notUnderstood(let source, "auto eth0") = error else {
      Issue.record("\(error)")
      return
    }
    #expect(source.hasPrefix("\(place): made anew at each boot"), "\(source)")
  }

  private func files(_ files: [String: String], leases: Bool = false) throws -> BootFiles {
    let guest = BootRequest.guest(files)
    guest.links = ["/etc/linked": "../run/x", "/etc/folder": "/run/folder"]
    return try Linux().bootFiles(
      BootRequest.of("eth0", bond: "bond0", leases: leases), for: .ifupdown, asking: guest)
  }
}
