extension Process {
  /// What the command reads as standard input.
  package enum Input: Equatable, Sendable {
    /// Nothing: /dev/null.
    case nothing
    /// What this program reads.
    case inherited
    /// These bytes; it need not read them.
    case text([UInt8])
  }

  /// Where the command's output goes.
  package enum Output: Equatable, Sendable {
    /// Into the result.
    case captured
    /// Where this program's goes.
    case inherited
    /// Nowhere: /dev/null.
    case discarded
  }
}

/// Where a descriptor of the child comes from.
struct ChildDescriptor {
  enum Source {
    case null
    case pipe(Descriptor)
  }

  let number: CInt
  let source: Source
}

extension Process {
  /// The child's descriptors, our ends of them in `pipes`; those not named are inherited.
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
