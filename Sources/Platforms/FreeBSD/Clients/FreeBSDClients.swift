import Failover

extension FreeBSD {
  /// The running DHCP clients of the interface `name`, found by the pid files of dhclient(8). Empty
  /// if there are none. Throws if a query fails.
  ///
  /// Current releases have the pid files in /var/run/dhclient, older ones in /var/run, the only
  /// folder that the scripts know. /var/run/dhclient is searched only if `isEvery` is true.
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

  /// Sets the `age` of each client: the seconds since its start, from ps(1); nil if the process has
  /// ended. Throws if ps(1) cannot be run.
  func askAges(
    of clients: inout [DHCPClient], on guest: any GuestView
  ) throws(GuestError) {
    for index in clients.indices {
      let query = Command(Self.ps, ["-o", "etimes=", "-p", String(clients[index].process)])
      clients[index].age = Int(try answer(to: query, asking: guest)?.words.first ?? "")
    }
  }

  /// True if the process `pid` is a dhclient for the interface `name`, from ps(1). Such a process
  /// has the title `dhclient: hn0`, or, before it has set the title, a command line that ends with
  /// `hn0`. Throws if ps(1) cannot be run.
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
