import Failover
import RCConf
import TestSupport
import Testing

/// Returns the variables that an rc.conf with this text sets, after the defaults that matter.
func variables(_ text: String) -> Variables {
  let evaluator = Evaluator(files: .none)
  _ = evaluator.run(Array("ipv6_network_interfaces=auto\n".utf8), named: "/etc/defaults/rc.conf")
  let outcome = evaluator.run(Array(text.utf8), named: "/etc/rc.conf")
  #expect(outcome == .complete, "the text of a test is to be plain")
  return evaluator.variables
}

/// Returns the error for a `variable` with an invalid value in this line of /etc/rc.conf.
func invalid(_ variable: String, _ value: String, _ expected: String, line: Int = 1) -> ConfigError
{
  ConfigError(
    .invalid(value: value, expected: expected), variable: variable,
    at: SourceLocation(file: "/etc/rc.conf", line: line))
}

extension InterfaceName {
  static let hn0 = sure(InterfaceName("hn0"))
  static let lagg0 = sure(InterfaceName("lagg0"))
  static let bridge0 = sure(InterfaceName("bridge0"))
  static let vf = sure(InterfaceName("mlxen0"))
}

/// Returns the addresses with these texts.
func addresses(_ words: String...) -> [InterfaceAddress] {
  words.map { sure(InterfaceAddress($0)) }
}

/// A value that differs from its default by one change: a row of a table. Its name is a situation,
/// or the text that causes the difference.
struct Change<Value>: Sendable, CustomTestStringConvertible {
  let name: String
  let change: @Sendable (inout Value) -> Void

  init(_ name: String, _ change: @escaping @Sendable (inout Value) -> Void = { _ in }) {
    self.name = name
    self.change = change
  }

  var testDescription: String { name }

  func applied(to value: Value) -> Value {
    var copy = value
    change(&copy)
    return copy
  }
}
