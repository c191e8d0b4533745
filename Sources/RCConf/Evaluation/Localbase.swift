// FreeBSD's own defaults run one command, and it is answered here, without sh:
//
//     : ${_localbase:="$(/sbin/sysctl -n user.localbase 2> /dev/null)"}
//     : ${_localbase:="/usr/local"}
//
// Where the kernel does not know the name, sysctl(8) prints nothing, the first line sets an empty
// value, and the second makes it /usr/local. Here the first line gives /usr/local then. Both come to
// the same wherever both lines stand; where the first stood alone, an empty value would make
// /etc/rc.d of local_startup, and the rc.conf.d of all packages would not be read.
//
// Only as the default of this variable: any other use is left to sh, to which it is empty there.

extension Part.Kind {
  /// The kind of a substitution of these commands: `.localbase` for the lookup above, else
  /// `.command`.
  init(substituting commands: ArraySlice<UInt8>) {
    // Not at newlines: they end commands.
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
  /// True if `${x=…}` sets `_localbase` to that substitution, quoted or not.
  func asksForLocalbase(_ index: Int, _ syntax: Syntax) -> Bool {
    guard syntax.text(syntax.parts[index]).elementsEqual("_localbase".utf8) else { return false }
    let parts = syntax.parts[operand(of: index, syntax)].filter { $0.kind != .quoteMark }
    return parts.count == 1 && parts[0].kind == .localbase
  }

  /// The output of the lookup as sh substitutes it: without NULs, and without newlines at the end.
  func substituteLocalbase() -> [UInt8] {
    // To some shells `$?` is that of the substitution until the command ends.
    if status != 0 { statusIsUncertain = true }
    guard var answer = localbase() else { return Array("/usr/local".utf8) }
    answer.removeAll { $0 == 0 }
    while answer.last == UInt8(ascii: "\n") { answer.removeLast() }
    return answer
  }
}
