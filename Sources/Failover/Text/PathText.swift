import RCConf

extension String {
  /// What stands before the last `/` of a path: nothing for `/a`; nil where there is no `/`.
  package var folderPart: String? {
    utf8.lastIndex(of: UInt8(ascii: "/")).map { String(decoding: utf8[..<$0], as: UTF8.self) }
  }

  /// The names in a path, from the root on; none is empty.
  package var pathComponents: [String] { self[...].words(between: { $0 == UInt8(ascii: "/") }) }

  /// The last name in a path; the text itself where it has none.
  package var lastPathComponent: String { pathComponents.last ?? self }
}
