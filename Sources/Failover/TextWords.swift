extension Substring {
  /// The words between blanks, tabs and line ends: ASCII's alone, as sh and the tools whose output
  /// is read know no others.
  package var words: [String] {
    utf8.split { $0 == 0x20 || (0x09...0x0D).contains($0) }.map { String(Substring($0)) }
  }

  /// The lines that are not empty, without their ends.
  package var lines: [Substring] {
    utf8.split { $0 == 0x0A || $0 == 0x0D }.map { Substring($0) }
  }
}

extension String {
  /// The words between blanks, tabs and line ends of ASCII.
  package var words: [String] { self[...].words }

  /// The lines that are not empty, without their ends.
  package var lines: [Substring] { self[...].lines }
}
