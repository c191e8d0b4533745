/// One change to the guest in terms of its system, such as a command, a signal or a write to a
/// file. A dry run prints it as a line.
package indirect enum Effect: Hashable, Sendable {
  /// Runs a command and waits for it. An exit status other than 0 is a failure.
  case run(Command)
  /// Starts a command, but sends it no standard input yet, so that it does nothing. `.run` of the
  /// same command sends the input, and saves the time that starting a program takes.
  case prepare(Command)
  /// Sends SIGTERM to the process of a DHCP client. It is no failure if the process does not exist.
  case terminate(DHCPClient)
  /// Waits until a DHCP client has exited after `terminate`, at most `atMost`; then sends SIGKILL.
  /// The address and the lease of the client stay.
  case awaitExit(of: DHCPClient, atMost: Duration)
  /// Writes the text, the first value, to the file `to` of sysfs or procfs, in one write(2).
  case write(String, to: String)
  /// Copies the lease file `from` of a DHCP client to `to`, and replaces the interface `old` by
  /// `new` in the copy, so that the client of `new` asks for the same address. Does nothing if
  /// `from` does not exist.
  case copyLease(from: String, to: String, old: InterfaceName, new: InterfaceName)
  /// Makes `text` the contents of the file, whose path is the first value, in one step (rename(2)):
  /// nobody sees a part of it.
  case makeFile(String, text: [UInt8])
  /// Starts a command in its own session (setsid(2)) and does not wait for it. The command
  /// continues when this program ends.
  case detach(Command)
  /// Sends one empty UDP datagram to 255.255.255.255 through this interface.
  case broadcast(from: InterfaceName)
  /// Waits for this long.
  case wait(Duration)
  /// Waits until the file `path` of sysfs or procfs has the text `reads`. Fails after `atMost`.
  case waitUntil(path: String, reads: String, atMost: Duration)
}
