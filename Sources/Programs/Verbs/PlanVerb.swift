import Failover
import Guest

extension Verb {
  /// `plan [attach|up] [-v] [--no-shell] IF`: what `-n` of the program prints, by the same way.
  func plan(_ words: [String], on console: Console) throws(Failure) -> Int32 {
    let given = try arguments(words)
    var operands = given.operands
    let isAttach = operands.count > 1 && operands[0] == "attach"
    if isAttach || (operands.count > 1 && operands[0] == "up") { operands.removeFirst() }
    guard operands.count == 1 else {
      throw .usage(.argumentCount(operands.count, expected: 1))
    }
    let program = isAttach ? Program.vfattach : .vfup
    let path = Self.installation.sibling(program.rawValue)
    return try Main.status(
      of: program,
      [path, "-n"] + given.options.sorted() + ["--"] + operands + (isAttach ? ["0"] : []),
      configuring: nil, on: console)
  }

  /// Where the programs are: hyperv_vfctl is called by a link to it.
  static var installation: Installation { .live(calledAs: Program.vfctl.rawValue) }
}
