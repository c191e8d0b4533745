// FreeBSD's defaults run one command, which is answered here without sh:
//
//   : ${_localbase:="$(/sbin/sysctl -n user.localbase 2> /dev/null)"}
//   : ${_localbase:="/usr/local"}
//
// If the kernel does not know the name, sysctl(8) prints nothing. In sh, the first line then sets
// an empty value, and the second line sets /usr/local. Here, the first line sets /usr/local at
// once. The result is the same if both lines are there. If the first line stood alone, the empty
// value would make /etc/rc.d of local_startup, and the rc.conf.d of all packages would not be read.
//
// This holds only for the default of this variable. Any other use is left to sh.

extension Part.Kind {
  /// The kind of the command substitution `$(commands)`: `.localbase` for
  /// `/sbin/sysctl -n user.localbase`, with or without `2>/dev/null`, which the evaluator can
  /// answer. `.command` for any other, which needs /bin/sh.
  init(substituting commands: ArraySlice<UInt8>) {
    // Not split at newlines: they end commands.
    let words = commands.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    let text = words.joined(separator: [UInt8(ascii: " ")])
    let query = "/sbin/sysctl -n user.localbase"
    let asks = ["", " 2>/dev/null", " 2> /dev/null"].contains { redirection in
      text.elementsEqual((query + redirection).utf8)
    }
    self = asks ? .localbase : .command
  }
}

extension Evaluator {
  /// Returns true if the parameter at the index `index` in `syntax.parts` is
  /// `${_localbase:="$(/sbin/sysctl -n user.localbase)"}`, quoted or not, with or without
  /// `2>/dev/null`.
  func asksForLocalbase(_ index: Int, _ syntax: Syntax) -> Bool {
    guard syntax.text(syntax.parts[index]).elementsEqual("_localbase".utf8) else { return false }
    let parts = syntax.parts[operand(of: index, syntax)].filter { $0.kind != .quoteMark }
    return parts.count == 1 && parts[0].kind == .localbase
  }

  /// Returns the output of `sysctl -n user.localbase` as sh substitutes it: without NULs, and
  /// without newlines at the end. Returns /usr/local if the kernel does not have the variable.
  func substituteLocalbase() -> [UInt8] {
    // In some shells, `$?` is the status of the substitution until the command ends.
    if status != 0 { statusIsUncertain = true }
    guard var answer = localbase() else { return Array("/usr/local".utf8) }
    answer.removeAll { $0 == 0 }
    while answer.last == UInt8(ascii: "\n") { answer.removeLast() }
    return answer
  }
}
