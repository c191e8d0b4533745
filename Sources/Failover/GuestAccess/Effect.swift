/// One change to the guest, in the terms of its system. A dry run prints it as a line.
package indirect enum Effect: Hashable, Sendable {
  /// Runs a command and waits for it. An exit status other than 0 is a failure.
  case run(Command)
  /// Starts a command and holds back its standard input, so that the command does nothing until the
  /// same command is run. This saves the time that starting a program takes.
  case prepare(Command)
  /// Sends SIGTERM to a DHCP client, if the process is still that client.
  case terminate(DHCPClient)
  /// Waits until a DHCP client has exited after `terminate`, at most this long; then sends SIGKILL.
  /// Its address and lease stay.
  case awaitExit(of: DHCPClient, atMost: Duration)
  /// Writes text to a file of sysfs or procfs, in one write(2).
  case write(String, to: String)
  /// Copies the lease file of a DHCP client and replaces `old` by `new` in it, so that the client
  /// of `new` asks for the same address. Does nothing if the file does not exist.
  case copyLease(from: String, to: String, old: InterfaceName, new: InterfaceName)
  /// Replaces the contents of a file in one step.
  case makeFile(String, text: [UInt8])
  /// Starts a command in its own session, which continues after this program.
  case detach(Command)
  /// Sends one empty datagram to the broadcast address of the link.
  case broadcast(from: InterfaceName)
  /// Waits for this long.
  case wait(Duration)
  /// Waits until a file of the kernel has this contents, at most this long.
  case waitUntil(path: String, reads: String, atMost: Duration)
}
