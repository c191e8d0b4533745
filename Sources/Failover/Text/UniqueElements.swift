// Arrays as small sets: for what a guest has of names and lines, a search costs less than hashing.

extension Array where Element: Equatable {
  /// Appends `element` unless the array contains it. Returns true if it was appended.
  @discardableResult
  package mutating func appendIfMissing(_ element: Element) -> Bool {
    guard !contains(element) else { return false }
    append(element)
    return true
  }
}
