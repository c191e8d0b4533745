// Arrays used as small sets. A guest has so few names and lines that a search costs less than
// hashing.

extension Array where Element: Equatable {
  /// Appends `element` unless the array contains it. Returns true if `element` was appended.
  @discardableResult
  package mutating func appendIfMissing(_ element: Element) -> Bool {
    guard !contains(element) else { return false }
    append(element)
    return true
  }
}
