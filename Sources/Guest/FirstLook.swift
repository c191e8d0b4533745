#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What hyperv_vfattach can tell before anything else of it is there.
///
/// udev calls it for every NIC that arrives, and most are nothing on a PCI bus: a container host
/// has thousands of veths. A string, an array or a closure costs more there than the answer does,
/// since each kind of value that Swift sets up touches pages of its own; so this is plain C. It
/// decides nothing that `Platform.glance` does not decide alike.
package enum FirstLook {
  /// Whether the command line is `hyperv_vfattach NAME 0`, plain, by root, on Linux, and NAME is no
  /// PCI device by sysfs: then there is nothing to do.
  package static func isNoVF() -> Bool {
    #if os(Linux)
      let arguments = CommandLine.unsafeArgv
      guard CommandLine.argc == 3, geteuid() == 0, getenv("HYPERV_VF_PLATFORM") == nil,
        let name = arguments[1], let delay = arguments[2], strcmp(delay, "0") == 0,
        (1...15).contains(strlen(name)), strpbrk(name, "-./ \t\n") == nil
      else { return false }
      return isNotPCI(name)
    #else
      return false
    #endif
  }

  private static func isNotPCI(_ name: UnsafePointer<CChar>) -> Bool {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { buffer in
      guard let path = buffer.baseAddress else { return false }
      let target = path + 256
      strcpy(path, "/sys/class/net/")
      strcat(path, name)
      strcat(path, "/device/subsystem")
      let length = readlink(path, target, 255)
      guard length >= 0 else { return errno == ENOENT }
      target[length] = 0
      guard let bus = strrchr(target, CInt(UInt8(ascii: "/"))) else { return false }
      return strcmp(bus, "/pci") != 0
    }
  }
}
