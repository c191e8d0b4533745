/// One thing done to the guest, in the system's own terms: what a dry run prints as a line.
package indirect enum Effect: Hashable, Sendable {
  /// Run a command and wait for it; anything but exit status 0 is a failure.
  case run(Command)
  /// Start a command that reads its input before it does anything, and withhold that until the same
  /// command is to be run: a program takes longer to start than its work does.
  case prepare(Command)
  /// Send SIGTERM to a DHCP client, if its process still is one.
  case terminate(DHCPClient)
  /// Wait until a DHCP client has ended that was told to; past the limit its process is killed.
  case awaitExit(of: DHCPClient, atMost: Duration)
  /// Write text to a file of the kernel's (sysfs, procfs), in one write(2).
  case write(String, to: String)
  /// Copy a DHCP client's lease file, `old` replaced by `new` in it, so that the client of `new`
  /// asks for the same address; nothing where there is none.
  case copyLease(from: String, to: String, old: InterfaceName, new: InterfaceName)
  /// Put text into a file, whole or not at all.
  case makeFile(String, text: [UInt8])
  /// Start a command that outlives us, in a session of its own.
  case detach(Command)
  /// Send one empty datagram to everybody on an interface's link.
  case broadcast(from: InterfaceName)
  /// Do nothing for so long.
  case wait(Duration)
  /// Wait until a file of the kernel's reads so, at most that long.
  case waitUntil(path: String, reads: String, atMost: Duration)
}
