import RCConf

extension String {
  /// The part of a path before the last `/`: `/etc` for `/etc/rc.conf`, empty for `/a`. Nil if
  /// there is no `/`.
  package var folderPart: String? {
    utf8.lastIndex(of: UInt8(ascii: "/")).map { String(decoding: utf8[..<$0], as: UTF8.self) }
  }

  /// The names between the `/` of a path, in order: `etc` and `rc.conf` for `/etc/rc.conf`. Empty
  /// for `/`.
  package var pathComponents: [String] { self[...].words(between: ByteSet("/")) }

  /// The last name in a path: `rc.conf` for `/etc/rc.conf`. If the path has no name, as `/`, the
  /// path itself.
  package var lastPathComponent: String { pathComponents.last ?? self }
}
