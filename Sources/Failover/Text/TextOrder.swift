extension Array {
  /// The elements, sorted by the text that `text` returns for each, byte by byte as strcmp(3)
  /// compares. Equal elements keep their order.
  package func sorted(byText text: (Element) -> String) -> [Element] {
    map(text).indicesInOrder.map { self[$0] }
  }
}

extension [String] {
  /// The positions of the texts in their order.
  fileprivate var indicesInOrder: [Int] {
    indices.sorted { self[$0].utf8.lexicographicallyPrecedes(self[$1].utf8) }
  }
}
