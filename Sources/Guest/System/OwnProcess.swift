import CSystem

/// What this process itself is.
package enum OwnProcess {
  /// Whether it may do anything (geteuid(2)).
  package static var isRoot: Bool { user == 0 }

  /// The numeric user id by whose rights it acts (geteuid(2)).
  package static var user: UInt32 { geteuid() }

  /// A variable of its environment; nil where it is unset (getenv(3)).
  package static func variable(_ name: String) -> String? {
    name.withCString { getenv($0) }.map { text($0) }
  }

  /// The path of the file that it was started from; nil where the kernel does not say.
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

  /// The words of `argv`, as `main` gets it; what is not UTF-8 becomes U+FFFD.
  package static func words(
    of argv: UnsafePointer<UnsafeMutablePointer<CChar>?>, count: CInt
  ) -> [String] {
    (0..<Int(count)).compactMap { argv[$0].map { text($0) } }
  }

  /// Whether the process runs on FreeBSD; else it runs on Linux.
  package static var isOnFreeBSD: Bool { cs_is_freebsd }

  private static func text(_ word: UnsafePointer<CChar>) -> String {
    String(decoding: UnsafeRawBufferPointer(start: word, count: strlen(word)), as: UTF8.self)
  }
}
