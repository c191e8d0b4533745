import Failover
import RCConf

/// Finds out whether cloud-init would overwrite a file that `persist` changes. On Azure, cloud-init
/// writes the network configuration anew at each boot, unless the configuration of cloud-init
/// forbids that.
struct CloudInit {
  let guest: any GuestView

  /// Returns the path of the first of `changes` whose file cloud-init has written: the file's name
  /// or present text contains `cloud-init`.
  ///
  /// Nil if there is none, or if cloud-init will leave the file alone at the next boot: cloud-init
  /// is not installed, is disabled, or is told not to configure the network. Throws if a file
  /// cannot be read.
  func rewritten(_ changes: [FileChange]) throws(GuestError) -> String? {
    let own = changes.first { change in
      guard let before = change.before else { return false }
      return NameInText.holds(change.path.lastPathComponent, "cloud-init")
        || NameInText.holds(before, "cloud-init")
    }
    guard let own, try isActive, try !leavesNetwork else { return nil }
    return own.path
  }

  private var isActive: Bool {
    get throws(GuestError) {
      guard try guest.contents(of: "/etc/cloud/cloud.cfg") != nil else { return false }
      let disabled = try guest.contents(of: "/etc/cloud/cloud-init.disabled") != nil
      let isToldOff = try isTold("cloud-init=disabled")
      return !disabled && !isToldOff
    }
  }

  private func isTold(_ word: String) throws(GuestError) -> Bool {
    try guest.line(of: "/proc/cmdline")?.words.contains(word) == true
  }

  /// True if cloud-init is told not to configure the network: by `network: {config: disabled}` in
  /// its configuration in /etc/cloud, or by `network-config=disabled` on the kernel's command line.
  /// Throws if a file cannot be read.
  private var leavesNetwork: Bool {
    get throws(GuestError) {
      if try isTold("network-config=disabled") { return true }
      let folder = "/etc/cloud/cloud.cfg.d"
      let parts = try (guest.names(in: folder) ?? []).filter { $0.hasSuffix(".cfg") }
      for path in ["/etc/cloud/cloud.cfg"] + parts.map({ "\(folder)/\($0)" }) {
        let lines = try guest.line(of: path)?.lines ?? []
        let isOff = lines.contains { line in
          let words = line.words(between: ByteSet(" \t{}:,"))
          return words.first != "#" && words.suffix(2) == ["config", "disabled"]
        }
        if isOff { return true }
      }
      return false
    }
  }
}

/// A search for one text inside another, byte by byte.
enum NameInText {
  /// Returns true if `text` contains `part` anywhere. `part` must not be empty.
  static func holds(_ text: String, _ part: String) -> Bool {
    let bytes = Array(text.utf8)
    let part = Array(part.utf8)
    guard bytes.count >= part.count else { return false }
    return (0...(bytes.count - part.count)).contains { bytes[$0...].starts(with: part) }
  }
}
