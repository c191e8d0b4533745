import Failover
import Foundation
import Guest
import RCConf
import TestSupport
import Testing

@testable import Programs

@Suite("rc.conf files that others than root may change")
struct ConfigOwnershipTests {
  @Test(
    "what is wrong with a file, or with a folder that is passed on the way to it, is said",
    arguments: [
      (0, 0, 0o644, nil, nil), (0, 0, 0o664, nil, nil), (0, 20, 0o644, nil, nil),
      (
        1001, 0, 0o600, "belongs to user 1001 (chown root), who can change it",
        "belongs to user 1001 (chown root), who can change it"
      ),
      (
        0, 0, 0o757, "everybody can change it (chmod go-w)", "everybody can change it (chmod go-w)"
      ),
      (0, 20, 0o770, "group 20 can change it (chmod g-w)", "group 20 can change it (chmod g-w)"),
      (0, 0, 0o1777, "everybody can change it (chmod go-w)", nil),
      (
        1001, 0, 0o1755, "belongs to user 1001 (chown root), who can change it",
        "belongs to user 1001 (chown root), who can change it"
      ),
    ] as [(UInt32, UInt32, UInt16, String?, String?)])
  func flaws(
    owner: UInt32, group: UInt32, permissions: UInt16, ofFile: String?, ofFolder: String?
  ) {
    let ownership = FileOwnership(owner: owner, group: group, permissions: permissions)
    #expect(ownership.flaw == ofFile)
    #expect(ownership.folderFlaw == ofFolder)
  }

  @Test("each such file is told of once, however often it is read; a missing one never")
  func once() throws {
    let path = "/tmp/rc.conf.\(UUID().uuidString)"
    try Data("a=1\n".utf8).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: path)
    var told: [String] = []
    let files = FileAccess.live.warning { told.append($0) }
    for _ in 0..<2 { #expect(files.read(path) == .bytes(Array("a=1\n".utf8))) }
    #expect(files.read(path + ".none") == .missing)
    let flaw = try #require(Files.facts(path).ownership.flaw)
    #expect(told == ["\(path): \(flaw), and so run commands as root"])
  }

  @Test("a folder in which others may put another file is told of once, whatever is read in it")
  func folder() throws {
    let folder = "/tmp/rc.conf.d.\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o777])
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder)
    var told: [String] = []
    let files = FileAccess.live.warning { told.append($0) }
    for name in ["a", "b"] {
      try Data("a=1\n".utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
      _ = files.read("\(folder)/\(name)")
    }
    let flaw = try #require(Files.facts(folder).ownership.folderFlaw)
    let ours = told.filter { $0.hasPrefix("\(folder):") }
    #expect(ours == ["\(folder): \(flaw), and so run commands as root"])
  }

  @Test("where /bin/sh reads rc.conf, the files that it reads are looked at all the same")
  func shell() throws {
    let texts = [
      "/etc/defaults/rc.conf": """
      rc_conf_files="/etc/rc.conf /etc/rc.conf.local"
      source_rc_confs() { for i in $rc_conf_files; do [ -r $i ] && . $i; done; }

      """,
      "/etc/rc.conf": "name=$(hostname)\n. /etc/rc.site\nif false; then . \"$dir/more\"; fi\n",
      "/etc/rc.conf.local": "dir=/opt\n", "/etc/rc.site": "", "/opt/more": "",
    ]
    var read: [String] = []
    var files = FileAccess.simulated(texts.mapValues { SimulatedFile($0) })
    let inner = files.read
    files.read = { path in
      if !read.contains(path) { read.append(path) }
      return inner(path)
    }
    let config = ConfigFiles(files, withoutDefaults: []) { _ throws(Failure) in
      Array("\0rc_conf_files='/etc/rc.conf /etc/rc.conf.local'\ndir='/opt'\n".utf8)
    }
    _ = try config.load(mayUseShell: true)
    #expect(
      read.filter { texts[$0] != nil } == [
        "/etc/defaults/rc.conf", "/etc/rc.conf", "/etc/rc.conf.local", "/etc/rc.site", "/opt/more",
      ])
  }
}
