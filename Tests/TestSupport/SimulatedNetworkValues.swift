/// Returns a value that the test itself ensures to exist. Stops the test program if it is nil.
package func sure<Value>(
  _ value: Value?, file: StaticString = #fileID, line: UInt = #line
) -> Value {
  guard let value else { preconditionFailure("a test spells what is none", file: file, line: line) }
  return value
}
