import Failover

/// Returns the running DHCP clients of the interface `name`; empty if there are none. Throws if a
/// query fails.
///
/// Clients are found by their pid files: first those for IPv4, then those for IPv6. If no pid file
/// leads to a client, the list of processes is searched, since a client has no pid file before its
/// first lease.
func linuxClients(
  of name: InterfaceName, asking guest: any GuestView
) throws(GuestError) -> [DHCPClient] {
  try linuxClients(of: [name], asking: guest)
}

/// Returns the running DHCP clients of the interfaces `names`; empty if there are none. First come
/// the clients found by their pid files, in the order of `names`. For the interfaces without such a
/// client, those in the list of processes follow; this list is read only once. Throws if a query
/// fails.
func linuxClients(
  of names: [InterfaceName], asking guest: any GuestView
) throws(GuestError) -> [DHCPClient] {
  var found: [DHCPClient] = []
  for name in names { found += try clientsWithFile(of: name, asking: guest) }
  let others = names.filter { name in !found.contains { $0.interface == name } }
  guard !others.isEmpty else { return found }
  let programs = DHCPClient.Program.onLinux + DHCPClient.Program.onLinuxForIPv6
  for pid in try (guest.names(in: "/proc") ?? []).compactMap({ Int32($0) }) where pid > 1 {
    let words = try arguments(of: pid, asking: guest)
    for name in others where words.contains(name.text) {
      for program in programs { found += try client(pid, program, of: name, asking: guest) }
    }
  }
  return found
}

private func clientsWithFile(
  of name: InterfaceName, asking guest: any GuestView
) throws(GuestError) -> [DHCPClient] {
  var found: [DHCPClient] = []
  let programs = DHCPClient.Program.onLinux + DHCPClient.Program.onLinuxForIPv6
  for program in programs {
    for path in program.facts.pidFiles.flatMap({ [$0, "/var" + $0] }).map({ $0.naming(name) }) {
      // /var/run is a link to /run on all but the oldest systems.
      guard let text = try guest.line(of: path), let pid = Int32(text), pid > 1,
        !found.contains(where: { $0.process == pid })
      else { continue }
      found += try client(pid, program, of: name, pidFile: path, asking: guest)
    }
  }
  return found
}

/// Returns the process with the id `process` as a client of `program` for the interface `name`,
/// with its arguments and its lease file. The result has one element; it is empty if the process is
/// another one, or if `isTrusted` is false. `pidFile` is nil for a process that was found without a
/// pid file. Throws if a query fails.
private func client(
  _ process: Int32, _ program: DHCPClient.Program, of name: InterfaceName, pidFile: String? = nil,
  asking guest: any GuestView
) throws(GuestError) -> [DHCPClient] {
  let words = try arguments(of: process, asking: guest)
  guard program.isClient(words, of: name), try isTrusted(process, program, asking: guest) else {
    return []
  }
  let option = { (name: String) in zip(words, words.dropFirst()).first { $0.0 == name }?.1 }
  let file = pidFile ?? option("-pf") ?? program.facts.pidFiles[0].naming(name)
  var client = DHCPClient(of: name, program: program, process: process, pidFile: file)
  client.leaseFile = option("-lf")
  client.arguments = try program.withoutCopy(
    ownArguments(of: process, program, asking: guest), of: name, asking: guest)
  if program == .dhcpcd, client.arguments.isEmpty {
    // After a takeover the client of the bond has the arguments of the NIC's.
    let members = try guest.line(of: "/sys/class/net/\(name)/bonding/slaves") ?? ""
    for nic in [name] + members.words.compactMap(InterfaceName.init)
    where client.arguments.isEmpty {
      client.arguments = try ifupdownArguments(of: nic, asking: guest)
    }
    if !client.arguments.contains("-I") {
      client.arguments += try leasedIdentifier(of: name, asking: guest)
    }
  }
  return [client]
}

/// Returns the arguments `-I ID` with which a new dhcpcd(8) sends the client identifier in the
/// present lease of the interface `name`. Empty if there is no lease, or if it has no identifier.
/// Throws if the lease file cannot be read.
///
/// They are needed if dhcpcd has replaced its command line by a process title.
private func leasedIdentifier(
  of name: InterfaceName, asking guest: any GuestView
) throws(GuestError) -> [String] {
  guard let path = DHCPClient.Program.dhcpcd.facts.leaseFile?.naming(name),
    // A packet is not longer.
    let message = try guest.beginning(of: path, count: 2048),
    let identifier = LeaseIdentifier(in: message)
  else { return [] }
  return ["-I", identifier.argument]
}

/// Returns those arguments of the process that make up the identity of the DHCP client `program`,
/// such as `-H` and its value, each as one word. Empty if a user other than root owns the process,
/// since that user may have chosen the arguments; also empty if the process has replaced its
/// command line by a title. Throws if procfs cannot be read.
private func ownArguments(
  of process: Int32, _ program: DHCPClient.Program, asking guest: any GuestView
) throws(GuestError) -> [String] {
  let path = "/proc/\(process)/cmdline"
  guard try guest.ownership(of: path).map({ $0.owner == 0 }) ?? true else { return [] }
  let bytes = try guest.beginning(of: path, count: 4096) ?? []
  let words = bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast()
  return program.options.kept(
    of: words.dropFirst().map { String(decoding: $0, as: UTF8.self) })
}

/// Returns false if the process is in another network namespace than this program, or if a user
/// other than root owns it; else true. A pid file may be stale and name a process of another user,
/// whose arguments would select the lease file. Who owns a dhcpcd does not matter: dhcpcd gives up
/// root, and its arguments are used only if root owns it. Throws if procfs cannot be read.
private func isTrusted(
  _ process: Int32, _ program: DHCPClient.Program, asking guest: any GuestView
) throws(GuestError) -> Bool {
  // A container may have an eth0 of its own, and its processes are in our list
  // (network_namespaces(7)). Without root this is unknown, but then no signal is sent either.
  if let network = try? guest.target(ofLink: "/proc/\(process)/ns/net"),
    try network != guest.target(ofLink: "/proc/self/ns/net")
  {
    return false
  }
  if program == .dhcpcd || program == .dhcpcd6 { return true }
  return try guest.ownership(of: "/proc/\(process)/cmdline").map { $0.owner == 0 } ?? true
}

/// Returns the DHCP client for IPv4 to start. This is `chosen`, the one that rc.conf names; else
/// the first installed program among `running`, the clients of the NIC; else the first installed of
/// dhclient, dhcpcd and udhcpc. Nil if none is installed.
///
/// Throws `.toolMissing` if `chosen` is not installed.
func linuxClient(
  named chosen: DHCPClient.Installed?, running: [DHCPClient], asking guest: any GuestView
) throws(GuestError) -> DHCPClient.Installed? {
  if let chosen {
    guard let path = chosen.path else { return chosen }
    guard guest.isExecutable(path) else { throw .toolMissing(path) }
    return DHCPClient.Installed(chosen.program, at: chosen.program.wrappedPath(path, on: guest))
  }
  let known = running.map { $0.program }.filter { !$0.isForIPv6 }
  for program in known + DHCPClient.Program.onLinux {
    if let path = program.path(on: guest) { return DHCPClient.Installed(program, at: path) }
  }
  return nil
}

/// Returns the words of the command line of a process, from /proc/PID/cmdline (proc(5)). NUL bytes
/// separate arguments, and blanks the words of a process title. Empty if there is no such process.
/// Throws if the file cannot be read.
///
/// Reads 4096 bytes, which suffices for a DHCP client: any user can have a command line of
/// megabytes.
func arguments(
  of process: Int32, asking guest: any GuestView
) throws(GuestError) -> [String] {
  (try guest.beginning(of: "/proc/\(process)/cmdline", count: 4096) ?? [])
    .split { $0 == 0 || $0 == UInt8(ascii: " ") }.map { String(decoding: $0, as: UTF8.self) }
}
