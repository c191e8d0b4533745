#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

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
    // procfs of Linux; FreeBSD has the same behind another name, where it is mounted at all.
    (try? Files.destination(ofLink: "/proc/self/exe"))
      ?? (try? Files.destination(ofLink: "/proc/curproc/file"))
  }

  /// The words that it was called by, its own name first; what is not UTF-8 becomes U+FFFD.
  ///
  /// The same as `CommandLine.arguments`, without the generic code that this would run first.
  package static var arguments: [String] {
    var words: [String] = []
    for index in 0..<Int(CommandLine.argc) {
      if let word = CommandLine.unsafeArgv[index] { words.append(text(word)) }
    }
    return words
  }

  /// Whether it was called by that name, wherever that lies. Plain C, as `FirstLook` is.
  package static func isCalled(_ name: StaticString) -> Bool {
    guard CommandLine.argc > 0, let path = CommandLine.unsafeArgv[0] else { return false }
    let last = strrchr(path, CInt(UInt8(ascii: "/"))).map { $0 + 1 } ?? path
    return name.withUTF8Buffer { bytes in
      guard let start = bytes.baseAddress else { return false }
      return strlen(last) == bytes.count && memcmp(last, start, bytes.count) == 0
    }
  }

  private static func text(_ word: UnsafePointer<CChar>) -> String {
    String(decoding: UnsafeRawBufferPointer(start: word, count: strlen(word)), as: UTF8.self)
  }

  /// Ends it with this status (exit(3)).
  package static func end(_ status: Int32) -> Never { exit(status) }
}
