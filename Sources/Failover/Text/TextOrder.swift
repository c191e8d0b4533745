extension Array {
  /// The elements, sorted by the text that `text` returns for each. The texts are compared byte by
  /// byte, as by strcmp(3). Elements with equal texts keep their order.
  package func sorted(byText text: (Element) -> String) -> [Element] {
    map(text).indicesInOrder.map { self[$0] }
  }
}

extension [String] {
  /// The indices of the texts, sorted by their texts: `[1, 0]` for `["b", "a"]`.
  fileprivate var indicesInOrder: [Int] {
    indices.sorted { self[$0].utf8.lexicographicallyPrecedes(self[$1].utf8) }
  }
}
