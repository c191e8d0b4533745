import Failover

extension FreeBSD {
  /// The running DHCP clients of an interface, found by the pid files of dhclient(8).
  ///
  /// Older releases have the file in /var/run, which is the only folder that the scripts know,
  /// current ones in /var/run/dhclient. The second folder is searched only if `isEvery` is true.
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

  /// Sets the `age` of each client: the seconds since its start, from ps(1).
  func askAges(
    of clients: inout [DHCPClient], on guest: any GuestView
  ) throws(GuestError) {
    for index in clients.indices {
      let query = Command(Self.ps, ["-o", "etimes=", "-p", String(clients[index].process)])
      clients[index].age = Int(try answer(to: query, asking: guest)?.words.first ?? "")
    }
  }

  /// True if the process `pid` is a dhclient for the interface `name`. Such a process has the title
  /// `dhclient: IF`, or shows its command line as long as it has not set the title.
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
