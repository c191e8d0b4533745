extension Process {
  /// The standard input of a command.
  package enum Input: Equatable, Sendable {
    /// Nothing: /dev/null.
    case nothing
    /// That of this program.
    case inherited
    /// These bytes. The command need not read them.
    case text([UInt8])
  }

  /// The destination of a command's output.
  package enum Output: Equatable, Sendable {
    /// The result.
    case captured
    /// That of this program.
    case inherited
    /// /dev/null.
    case discarded
  }
}

/// The source of a descriptor of the child.
struct ChildDescriptor {
  enum Source {
    case null
    case pipe(Descriptor)
  }

  let number: CInt
  let source: Source
}

extension Process {
  /// The descriptors of the child, with our ends in `pipes`. Others are inherited.
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
