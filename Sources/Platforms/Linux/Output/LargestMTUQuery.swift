import Failover

/// A query to ip(8): the largest MTU that an interface can have. sysfs does not show it.
struct LargestMTUQuery {
  /// The command that makes the query: `ip -oneline -details link show dev eth0`.
  let command: Command

  /// The query about the interface `name`.
  init(_ name: InterfaceName) {
    command = Command(Linux.ip, ["-oneline", "-details", "link", "show", "dev", name.text])
  }

  /// The number after `maxmtu` in the output, in bytes; nil if there is none (ip(8) before 4.19,
  /// kernels before 4.17), if it is 0, which means that the driver has no limit, or if the
  /// interface is gone.
  func answer(from text: String) -> Int? {
    let words = text.words
    guard let key = words.firstIndex(of: "maxmtu"), key + 1 < words.count,
      let bytes = Int(words[key + 1]), bytes > 0
    else { return nil }
    return bytes
  }
}
