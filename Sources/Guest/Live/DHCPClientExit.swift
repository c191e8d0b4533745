import CSystem
import Failover

extension LiveGuest {
  /// Waits for a DHCP client to exit after SIGTERM, at most `limit`; then kills the client and its
  /// helper processes (SIGKILL). The client's address and lease stay. Reads /proc/PID/stat (Linux).
  /// Throws `.interrupted` if a signal stops this guest, or an error if /proc cannot be read.
  func awaitExit(of client: DHCPClient, atMost limit: Duration) throws(GuestError) {
    let end = monotonicTime() + limit
    // The start time tells the process from a later one with the same id.
    guard let beginning = beginning(of: client.process) else { return }
    while self.beginning(of: client.process) == beginning {
      guard monotonicTime() < end else { return try killAll(of: client) }
      try pause(.milliseconds(5))
    }
  }

  /// Kills a DHCP client and its helper processes (SIGKILL). dhcpcd has several, each with the
  /// interface in its title: `dhcpcd: [BPF ARP] eth0 192.0.2.10`. A container may have an eth0 of
  /// its own, so processes in another network namespace are left alone. Throws if /proc cannot be
  /// read.
  private func killAll(of client: DHCPClient) throws(GuestError) {
    let network = try target(ofLink: "/proc/self/ns/net")
    _ = kill(client.process, SIGKILL)
    for number in try (names(in: "/proc") ?? []).compactMap({ Int32($0) }) {
      guard let title = try? line(of: "/proc/\(number)/cmdline") else { continue }
      let words = title[...].fields(separatedBy: 0).flatMap { $0.words }
      if words.first == "dhcpcd:", words.contains(client.interface.text),
        (try? target(ofLink: "/proc/\(number)/ns/net")) == network
      {
        _ = kill(number, SIGKILL)
      }
    }
  }

  /// The start time of the process with this id, in clock ticks since boot (proc(5), field 22); nil
  /// if the process does not exist or is a zombie.
  private func beginning(of process: Int32) -> String? {
    guard let line = try? line(of: "/proc/\(process)/stat"),
      let name = line.utf8.lastIndex(of: UInt8(ascii: ")"))
    else { return nil }
    let fields = line[line.utf8.index(after: name)...].words
    guard fields.count > 19, fields[0] != "Z" else { return nil }
    return fields[19]
  }
}
