import Failover

extension FreeBSD {
  /// The running clients of an interface, by the pid files of dhclient(8).
  ///
  /// Current releases have the file in a folder of its own, which the scripts do not know.
  func clients(
    of name: InterfaceName, inEvery isEvery: Bool, asking guest: any GuestView
  ) throws(GuestError) -> [DHCPClient] {
    let folders = isEvery ? ["", "dhclient/"] : [""]
    var found: [DHCPClient] = []
    for folder in folders {
      let path = "/var/run/\(folder)dhclient.\(name).pid"
      guard let text = try guest.line(of: path), let pid = Int32(text), pid > 1,
        !found.contains(where: { $0.process == pid }),
        try isClient(pid, of: name, asking: guest)
      else { continue }
      var client = DHCPClient(of: name, program: .freebsd, process: pid, pidFile: path)
      client.isKnownToScripts = folder.isEmpty
      found.append(client)
    }
    return found
  }

  /// Sets their ages (ps(1)).
  func askAges(
    of clients: inout [DHCPClient], on guest: any GuestView
  ) throws(GuestError) {
    for index in clients.indices {
      let query = Command(Self.ps, ["-o", "etimes=", "-p", String(clients[index].process)])
      clients[index].age = Int(try answer(to: query, asking: guest)?.words.first ?? "")
    }
  }

  /// True if the process is a dhclient for that interface. Its title is `dhclient: IF`, or still
  /// its command line.
  func isClient(
    _ pid: Int32, of name: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> Bool {
    let query = Command(Self.ps, ["-ww", "-o", "command=", "-p", String(pid)])
    let text = try answer(to: query, asking: guest) ?? ""
    let words = text.words
    guard let program = words.first?.lastPathComponent else { return false }
    if program == "dhclient:" { return words.dropFirst().first == name.text }
    return program == "dhclient" && words.count > 1 && words.last == name.text
  }
}
