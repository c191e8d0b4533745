import CSystem

/// Properties of this process.
package enum OwnProcess {
  /// True if the effective user of this process is root (geteuid(2)).
  package static var isRoot: Bool { user == 0 }

  /// The effective user id of this process; 0 is root (geteuid(2)).
  package static var user: UInt32 { geteuid() }

  /// Returns the value of the environment variable `name`; nil if it is not set (getenv(3)).
  package static func variable(_ name: String) -> String? {
    name.withCString { getenv($0) }.map { text($0) }
  }

  /// The path of the executable file of this process; nil if the kernel does not tell the path.
  package static var executablePath: String? {
    var length = -1
    let path = String(unsafeUninitializedCapacity: Int(PATH_MAX)) { buffer in
      buffer.withMemoryRebound(to: CChar.self) { buffer in
        length = cs_executable_path(buffer.baseAddress, buffer.count)
        return max(0, length)
      }
    }
    return length > 0 ? path : nil
  }

  /// Returns the first `count` words of `argv`, the arguments of C's `main`. Bytes that are not
  /// UTF-8 become U+FFFD.
  package static func words(
    of argv: UnsafePointer<UnsafeMutablePointer<CChar>?>, count: CInt
  ) -> [String] {
    (0..<Int(count)).compactMap { argv[$0].map { text($0) } }
  }

  /// True if this program was built for FreeBSD, false if for Linux.
  package static var isOnFreeBSD: Bool { cs_is_freebsd }

  private static func text(_ word: UnsafePointer<CChar>) -> String {
    String(decoding: UnsafeRawBufferPointer(start: word, count: strlen(word)), as: UTF8.self)
  }
}
