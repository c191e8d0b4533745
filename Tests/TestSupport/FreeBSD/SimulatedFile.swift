import Failover
import RCConf

/// A file of a simulated machine, with the relevant properties of its inode.
package struct SimulatedFile: Decodable, Equatable, Sendable {
  /// The text of the file.
  package var text: String
  /// The owner, the group and the permissions.
  package var ownership: FileOwnership

  private enum CodingKeys: String, CodingKey { case text, mode }

  /// A file that root owns, unless stated otherwise.
  package init(_ text: String, permissions: UInt16 = 0o644, owner: UInt32 = 0, group: UInt32 = 0) {
    self.text = text
    ownership = FileOwnership(owner: owner, group: group, permissions: permissions)
  }

  /// Decodes a file: a text, or an object with a text and an octal mode.
  package init(from decoder: any Decoder) throws {
    if let text = try? decoder.singleValueContainer().decode(String.self) {
      self.init(text)
      return
    }
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let mode = try values.decode(String.self, forKey: .mode)
    guard let permissions = UInt16(mode, radix: 8) else {
      throw DecodingError.dataCorruptedError(
        forKey: .mode, in: values, debugDescription: "not an octal number: \(mode)")
    }
    self.init(try values.decode(String.self, forKey: .text), permissions: permissions)
  }

  /// The /etc/defaults/rc.conf of a release, as far as the programs depend on it.
  static let defaults = SimulatedFile(
    #"""
    : ${_localbase:="$(/sbin/sysctl -n user.localbase 2> /dev/null)"}
    : ${_localbase:="/usr/local"}
    local_startup="${_localbase}/etc/rc.d"
    rc_conf_files="/etc/rc.conf /etc/rc.conf.local"
    synchronous_dhclient="NO"
    ipv6_network_interfaces="auto"
    ipv6_activate_all_interfaces="NO"
    rtsol_flags="-i"
    source_rc_confs() { for i in $rc_conf_files; do if [ -r $i ]; then . $i; fi; done; }

    """#)

  /// True if any user may execute the file.
  package var isExecutable: Bool { ownership.permissions & 0o111 != 0 }
}

extension FileAccess {
  /// Access to files in memory. A folder exists if it contains a file.
  package static func simulated(_ files: [String: SimulatedFile]) -> FileAccess {
    let names = { (path: String) in
      let folder = path.hasSuffix("/") ? String(path.dropLast()) : path
      let inside = files.keys.filter { $0.hasPrefix("\(folder)/") }
      return Set(inside.compactMap { $0.dropFirst(folder.count).split(separator: "/").first })
    }
    return FileAccess(
      read: { path in
        if let file = files[path] { return .bytes(Array(file.text.utf8)) }
        return names(path).isEmpty ? .missing : .unreadable
      },
      attributes: { path in
        if let file = files[path] {
          return FileAttributes(size: file.text.utf8.count)
        }
        return names(path).isEmpty ? nil : FileAttributes(kind: .directory)
      },
      allows: { path, permission in
        switch permission {
        case .read: files[path] != nil || !names(path).isEmpty
        case .write: false
        case .execute: files[path]?.isExecutable ?? !names(path).isEmpty
        }
      },
      list: { path in
        let found = names(path)
        return files[path] != nil || found.isEmpty ? nil : found.map(String.init)
      })
  }
}
