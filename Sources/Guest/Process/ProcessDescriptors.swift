extension Process {
  /// The source of a command's standard input.
  package enum Input: Equatable, Sendable {
    /// The command reads an empty input: /dev/null.
    case nothing
    /// The command reads the standard input of this program.
    case inherited
    /// The command reads these bytes through a pipe. The command need not read all of them.
    case text([UInt8])
  }

  /// The destination of a command's standard output or standard error.
  package enum Output: Equatable, Sendable {
    /// The output is collected in the `ProcessResult`.
    case captured
    /// The output goes to the standard output or standard error of this program.
    case inherited
    /// The output is discarded: /dev/null.
    case discarded
  }
}

/// A descriptor that a child gets when it starts, and what it refers to: /dev/null or an end of a
/// pipe.
struct ChildDescriptor {
  enum Source {
    /// The descriptor is /dev/null.
    case null
    /// The descriptor is the child's end of a pipe. This program keeps the other end.
    case pipe(Descriptor)
  }

  /// The number that the descriptor has in the child: 0 is its standard input.
  let number: CInt
  let source: Source
}

extension Process {
  /// Creates the pipes of the child, and adds the ends that this program keeps to `pipes`. Returns
  /// the child's descriptors, 0 to 3, except those that it inherits from this program. Throws if a
  /// pipe cannot be created.
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
