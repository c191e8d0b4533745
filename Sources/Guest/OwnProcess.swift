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
    getenv(name).map { String(cString: $0) }
  }

  /// The path of the file that it was started from; nil where the kernel does not say.
  package static var executablePath: String? {
    // procfs of Linux; FreeBSD has the same behind another name, where it is mounted at all.
    (try? Files.destination(ofLink: "/proc/self/exe"))
      ?? (try? Files.destination(ofLink: "/proc/curproc/file"))
  }

  /// Ends it with this status (exit(3)).
  package static func end(_ status: Int32) -> Never { exit(status) }
}
