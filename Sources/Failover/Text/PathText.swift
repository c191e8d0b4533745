import RCConf

extension String {
  /// The part before the last `/` of a path: empty for `/a`, and nil if there is no `/`.
  package var folderPart: String? {
    utf8.lastIndex(of: UInt8(ascii: "/")).map { String(decoding: utf8[..<$0], as: UTF8.self) }
  }

  /// The names in a path, beginning at the root.
  package var pathComponents: [String] { self[...].words(between: ByteSet("/")) }

  /// The last name in a path; the text itself if there is none.
  package var lastPathComponent: String { pathComponents.last ?? self }
}
