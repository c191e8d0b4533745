import CSystem
import Failover

extension LiveGuest {
  /// Until a client has ended that was told to (procfs of Linux); past the limit it is killed, which
  /// takes neither its address nor its lease away.
  func awaitExit(of client: DHCPClient, atMost limit: Duration) throws(GuestError) {
    let end = monotonicTime() + limit
    // When it began tells it from another that has got its number since.
    guard let beginning = beginning(of: client.process) else { return }
    while self.beginning(of: client.process) == beginning {
      guard monotonicTime() < end else { return try killAll(of: client) }
      try pause(.milliseconds(5))
    }
  }

  /// Kills a client and the processes that work for it, which dhcpcd has several of: each is titled with
  /// its interface, `dhcpcd: [BPF ARP] eth0 192.0.2.10`. Those of a container, which may have an eth0 of
  /// its own, are in another network namespace.
  private func killAll(of client: DHCPClient) throws(GuestError) {
    let network = try target(ofLink: "/proc/self/ns/net")
    _ = kill(client.process, SIGKILL)
    for number in try (names(in: "/proc") ?? []).compactMap({ Int32($0) }) {
      guard let title = try? line(of: "/proc/\(number)/cmdline") else { continue }
      let words = title.split { $0 == " " || $0 == "\0" }
      if words.first == "dhcpcd:", words.contains(Substring(client.interface.text)),
        (try? target(ofLink: "/proc/\(number)/ns/net")) == network
      {
        _ = kill(number, SIGKILL)
      }
    }
  }

  /// When a process was started, in the kernel's ticks since it booted (proc(5), field 22); nil where
  /// there is none, or only what is left of one.
  private func beginning(of process: Int32) -> String? {
    guard let line = try? line(of: "/proc/\(process)/stat"),
      let name = line.lastIndex(of: ")")
    else { return nil }
    let fields = line[line.index(after: name)...].split(separator: " ")
    guard fields.count > 19, fields[0] != "Z" else { return nil }
    return String(fields[19])
  }
}
