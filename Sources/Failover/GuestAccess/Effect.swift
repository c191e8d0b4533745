/// One operation on the guest: a command, a signal, a write to a file or a wait. A platform turns
/// each `Action` of a plan into effects. A dry run prints each effect as a line.
package indirect enum Effect: Hashable, Sendable {
  /// Runs a command and waits for its end. The effect fails if the exit status is not 0, or if a
  /// signal or the deadline ends the command.
  case run(Command)
  /// Starts a command and sends it no standard input yet, so that it waits and changes nothing. A
  /// later `.run` of the same command sends the input to this process. This saves the time that
  /// starting a program takes.
  case prepare(Command)
  /// Sends SIGTERM to the process of a DHCP client. It is no failure if the process has exited
  /// already.
  case terminate(DHCPClient)
  /// Waits for a DHCP client to exit after `terminate`, at most `atMost`; then sends SIGKILL. The
  /// address and the lease of the client stay.
  case awaitExit(of: DHCPClient, atMost: Duration)
  /// Writes the first value, a text, to the existing file `to` of sysfs or procfs, in one write(2).
  case write(String, to: String)
  /// Copies the lease file `from` of a DHCP client to `to`. In the copy, the name `new` replaces
  /// the interface name `old`, so that the client of `new` asks for the same address. Does nothing
  /// if `from` does not exist.
  case copyLease(from: String, to: String, old: InterfaceName, new: InterfaceName)
  /// Writes a file with the contents `text`, which only root may read. The first value is its path.
  /// An old file is replaced in one step (rename(2)), so that no program reads a half-written file.
  case makeFile(String, text: [UInt8])
  /// Starts a command in its own session (setsid(2)) and does not wait for it. The command
  /// continues when this program ends.
  case detach(Command)
  /// Sends one empty UDP datagram to 255.255.255.255 through this interface, so that the switches
  /// learn its port (Linux).
  case broadcast(from: InterfaceName)
  /// Waits for this long.
  case wait(Duration)
  /// Waits until the file `path` of sysfs or procfs contains exactly the text `reads`, apart from
  /// blanks at both ends. Fails after `atMost`.
  case waitUntil(path: String, reads: String, atMost: Duration)
}
