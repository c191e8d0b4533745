/// One change to the guest in terms of its system, such as a command, a signal or a write to a
/// file. A dry run prints it as a line.
package indirect enum Effect: Hashable, Sendable {
  /// Runs a command and waits for it. An exit status other than 0 is a failure.
  case run(Command)
  /// Starts a command and holds back its standard input, so that the command does nothing until the
  /// same command is run. This saves the time that starting a program takes.
  case prepare(Command)
  /// Sends SIGTERM to a DHCP client, if the process is still that client.
  case terminate(DHCPClient)
  /// Waits until a DHCP client has exited after `terminate`, at most this long; then sends SIGKILL.
  /// The address and the lease of the client stay.
  case awaitExit(of: DHCPClient, atMost: Duration)
  /// Writes text to a file of sysfs or procfs, in one write(2).
  case write(String, to: String)
  /// Copies the lease file of a DHCP client and replaces `old` by `new` in it, so that the client
  /// of `new` asks for the same address. Does nothing if the file does not exist.
  case copyLease(from: String, to: String, old: InterfaceName, new: InterfaceName)
  /// Writes a whole file in one step (rename(2)): nobody sees a part of it.
  case makeFile(String, text: [UInt8])
  /// Starts a command in its own session (setsid(2)) and does not wait for it. The command
  /// continues when this program ends.
  case detach(Command)
  /// Sends one empty UDP datagram to 255.255.255.255 through this interface.
  case broadcast(from: InterfaceName)
  /// Waits for this long.
  case wait(Duration)
  /// Waits until a file of sysfs or procfs has this text, at most this long.
  case waitUntil(path: String, reads: String, atMost: Duration)
}
