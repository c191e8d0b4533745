import CSystem

/// Properties of this process.
package enum OwnProcess {
  /// True if this process runs as root (geteuid(2)).
  package static var isRoot: Bool { user == 0 }

  /// The effective user id (geteuid(2)).
  package static var user: UInt32 { geteuid() }

  /// The value of the environment variable `name`; nil if it is not set (getenv(3)).
  package static func variable(_ name: String) -> String? {
    name.withCString { getenv($0) }.map { text($0) }
  }

  /// The path of the executable of this process; nil if the kernel does not tell it.
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

  /// The `count` words of `argv`. Bytes that are not UTF-8 become U+FFFD.
  package static func words(
    of argv: UnsafePointer<UnsafeMutablePointer<CChar>?>, count: CInt
  ) -> [String] {
    (0..<Int(count)).compactMap { argv[$0].map { text($0) } }
  }

  /// True on FreeBSD, false on Linux.
  package static var isOnFreeBSD: Bool { cs_is_freebsd }

  private static func text(_ word: UnsafePointer<CChar>) -> String {
    String(decoding: UnsafeRawBufferPointer(start: word, count: strlen(word)), as: UTF8.self)
  }
}
