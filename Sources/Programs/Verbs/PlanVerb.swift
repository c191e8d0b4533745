import Failover
import Guest

extension Verb {
  /// The verb `plan [attach|up] [-v] [--no-shell] IF`: prints what hyperv_vfattach (`attach`) or
  /// hyperv_vfup (`up`, the default) would do, as their option `-n` does. `words` are the words
  /// after `plan`. Returns the exit status of that program. Throws if IF belongs to no pair, or if
  /// the plan cannot be made.
  func plan(_ words: [String], on console: Console) throws(Failure) -> Int32 {
    let given = try arguments(words)
    var operands = given.operands
    let events = ["attach", "up"]
    let event = operands.count == 2 ? operands.removeFirst() : "up"
    guard !operands.isEmpty else { throw .usage(.interfaceMissing) }
    guard operands.count == 1 else {
      throw .usage(.argumentCount(operands.count, expected: 1))
    }
    guard events.contains(event) else {
      throw .usage(.unknownValue(event, of: rawValue, among: events))
    }
    // Throws if IF belongs to no pair. hyperv_vfup would report that the VF of such an interface is
    // gone.
    _ = try StatusReport.live(of: operands, mayUseShell: !given.has("--no-shell"))
    let isAttach = event == "attach"
    let program = isAttach ? Program.vfattach : .vfup
    let path = Self.installation.sibling(program.rawValue)
    return try Main.status(
      of: program,
      [path, "-n"] + given.options.sorted(byText: { $0 }) + ["--"] + operands
        + (isAttach ? ["0"] : []),
      configuring: nil, on: console)
  }

  /// The installation that contains the running hyperv_vfctl. Its folder comes from the kernel,
  /// since users call hyperv_vfctl through PATH or a link.
  static var installation: Installation { .live(calledAs: Program.vfctl.rawValue) }
}
