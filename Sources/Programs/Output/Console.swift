import Guest

/// The output of a program. Results, such as a plan or JSON, go to standard output. Messages go to
/// standard error and, if that is not a terminal, to syslog too.
package struct Console {
  /// Writes a part of the result to standard output. The result is given as bytes, because values
  /// of rc.conf may contain bytes that are not text.
  package var write: ([UInt8]) -> Void
  /// Reports a message to the administrator. The arguments are its level, such as a warning, and
  /// its text.
  package var report: (SystemLog.Level, String) -> Void
  /// True if the result on standard output may have colours.
  package var hasColors = false

  /// A console without colours, that writes results by `write` and reports messages by `report`.
  package init(
    write: @escaping ([UInt8]) -> Void, report: @escaping (SystemLog.Level, String) -> Void
  ) {
    self.write = write
    self.report = report
  }

  /// Reports the text of `warning` as a warning.
  func warn(_ warning: Warning) { report(.warning, warning.text) }

  /// Writes `text` to standard output.
  package func print(_ text: String) { write(Array(text.utf8)) }

  /// The console of the running program. Each message begins with the program's name.
  package static func live(for program: Program) -> Console {
    // Opened for the first message.
    var log: SystemLog?
    var console = Console(
      // If the reader of a pipe has ended, the program continues, so that the network is not left
      // half changed.
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
