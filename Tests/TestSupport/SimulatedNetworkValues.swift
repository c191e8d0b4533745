/// A value that a test spells out and therefore knows to be there.
package func sure<Value>(
  _ value: Value?, file: StaticString = #fileID, line: UInt = #line
) -> Value {
  guard let value else { preconditionFailure("a test spells what is none", file: file, line: line) }
  return value
}
