extension Process {
  /// The standard input of a command.
  package enum Input: Equatable, Sendable {
    /// An empty input: /dev/null.
    case nothing
    /// The standard input of this program.
    case inherited
    /// The bytes that are sent to the command through a pipe. The command need not read all of
    /// them.
    case text([UInt8])
  }

  /// The destination of a command's standard output or standard error.
  package enum Output: Equatable, Sendable {
    /// The output is collected and becomes part of the `ProcessResult`.
    case captured
    /// The same destination as that of this program.
    case inherited
    /// The output is discarded: /dev/null.
    case discarded
  }
}

/// A descriptor that a child gets, and its source: /dev/null or the child's end of a pipe.
struct ChildDescriptor {
  enum Source {
    /// The file /dev/null.
    case null
    /// The child's end of a pipe.
    case pipe(Descriptor)
  }

  /// The number of the descriptor in the child.
  let number: CInt
  let source: Source
}

extension Process {
  /// The descriptors 0 to 3 of the child that are not inherited from this program. Adds the ends of
  /// the pipes that this program keeps to `pipes`.
  func connect(
    _ pipes: inout ProcessPipes
  ) throws(SystemCallError) -> [ChildDescriptor] {
    var descriptors: [ChildDescriptor] = []
    switch standardInput {
    case .nothing: descriptors.append(ChildDescriptor(number: 0, source: .null))
    case .text(let text): descriptors.append(try pipes.send(text, on: 0))
    case .inherited: break
    }
    try connect(1, to: output, &pipes, &descriptors)
    try connect(2, to: errorOutput, &pipes, &descriptors)
    if capturesDescriptor3 { try connect(3, to: .captured, &pipes, &descriptors) }
    return descriptors
  }

  private func connect(
    _ number: CInt, to output: Output, _ pipes: inout ProcessPipes,
    _ descriptors: inout [ChildDescriptor]
  ) throws(SystemCallError) {
    switch output {
    case .captured: descriptors.append(try pipes.capture(number))
    case .discarded: descriptors.append(ChildDescriptor(number: number, source: .null))
    case .inherited: break
    }
  }
}
