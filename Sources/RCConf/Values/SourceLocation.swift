/// The file and the line of an assignment or an error.
package struct SourceLocation: Hashable, Sendable, CustomStringConvertible {
  /// The file as it was named to the evaluator.
  package var file: String
  /// The line, from 1; nil if /bin/sh read the file, which does not report lines.
  package var line: Int?

  /// The location `line` in `file`.
  package init(file: String, line: Int?) {
    self.file = file
    self.line = line
  }

  /// `/etc/rc.conf:12`, or `/etc/rc.conf: by /bin/sh`.
  package var description: String { String(decoding: utf8, as: UTF8.self) }

  /// The bytes of `description`.
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
