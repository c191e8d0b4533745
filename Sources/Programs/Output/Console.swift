import Guest

/// Where the programs' words go: products to standard output, all else to standard error and,
/// where nobody sits in front of that, to syslog.
package struct Console {
  /// Writes a product, or what the scripts print: bytes, since rc.conf holds more than text.
  package var write: ([UInt8]) -> Void
  /// Tells the administrator something that asks for attention.
  package var report: (SystemLog.Level, String) -> Void
  /// Whether products may have colours.
  package var hasColors = false

  /// A console of these two.
  package init(
    write: @escaping ([UInt8]) -> Void, report: @escaping (SystemLog.Level, String) -> Void
  ) {
    self.write = write
    self.report = report
  }

  /// Tells a warning.
  func warn(_ warning: Warning) { report(.warning, warning.text) }

  /// Writes text.
  package func print(_ text: String) { write(Array(text.utf8)) }

  /// The program's own. Each message begins with the program's name.
  package static func live(for program: Program) -> Console {
    // Opened when there is something to say, which is seldom.
    var log: SystemLog?
    var console = Console(
      // A reader that went away is no reason to leave the network half done.
      write: { bytes in try? StandardStream.output.write(bytes) },
      report: { level, message in
        try? StandardStream.error.write("\(program.rawValue): \(message)\n")
        guard !StandardStream.error.isTerminal else { return }
        log = log ?? SystemLog(ident: program.rawValue)
        log?.write(level, message)
      })
    console.hasColors = Color.areWanted(
      onTerminal: StandardStream.output.isTerminal, variable: OwnProcess.variable)
    return console
  }
}
