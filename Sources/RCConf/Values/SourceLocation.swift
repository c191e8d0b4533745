/// The file and the line of an assignment or an error.
package struct SourceLocation: Hashable, Sendable, CustomStringConvertible {
  /// The path of the file, as it was given to the evaluator.
  package var file: String
  /// The number of the line, from 1; nil if /bin/sh has read the file, since sh does not report
  /// lines.
  package var line: Int?

  /// The location in line `line` of `file`.
  package init(file: String, line: Int?) {
    self.file = file
    self.line = line
  }

  /// The location as a message shows it: `/etc/rc.conf:12`, or `/etc/rc.conf: by /bin/sh` if `line`
  /// is nil.
  package var description: String { String(decoding: utf8, as: UTF8.self) }

  /// The text of `description` as UTF-8.
  package var utf8: [UInt8] {
    guard let line else { return Array(file.utf8) + ": by /bin/sh".utf8 }
    var bytes: [UInt8] = []
    // Written directly, since it is needed for hundreds of variables.
    bytes.reserveCapacity(file.utf8.count + 21)
    bytes += file.utf8
    bytes.append(UInt8(ascii: ":"))
    bytes += decimal(line)
    return bytes
  }
}
