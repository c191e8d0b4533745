/// A small dictionary: each key has one value. Keys are compared and not hashed, which keeps the
/// programs small. A search takes time in proportion to the number of keys.
package struct KeyedValues<Key: Equatable, Value>: ExpressibleByDictionaryLiteral {
  /// A key and its value.
  fileprivate struct Entry {
    let key: Key
    var value: Value
  }

  private var entries: [Entry] = []

  /// The keys and values of a literal such as `["mtu": "1500"]`. If a key occurs twice, the last
  /// value counts.
  package init(dictionaryLiteral pairs: (Key, Value)...) {
    for (key, value) in pairs { self[key] = value }
  }

  /// The keys, in the order in which they were first set.
  package var keys: [Key] { entries.map { $0.key } }

  /// The value of `key`; nil if the key has none. Setting nil removes the key.
  package subscript(key: Key) -> Value? {
    get { entries.first { $0.key == key }?.value }
    set {
      let index = entries.firstIndex { $0.key == key }
      switch (index, newValue) {
      case (let index?, let value?): entries[index].value = value
      case (let index?, nil): entries.remove(at: index)
      case (nil, let value?): entries.append(Entry(key: key, value: value))
      case (nil, nil): break
      }
    }
  }

  /// The value of `key`; `usual` if the key has none.
  package subscript(key: Key, default usual: Value) -> Value {
    get { self[key] ?? usual }
    set { self[key] = newValue }
  }
}

extension KeyedValues: Sendable where Key: Sendable, Value: Sendable {}
extension KeyedValues.Entry: Sendable where Key: Sendable, Value: Sendable {}

extension KeyedValues: Equatable where Value: Equatable {
  /// True if both have the same keys with the same values, in any order.
  package static func == (one: Self, other: Self) -> Bool {
    one.entries.count == other.entries.count
      && one.entries.allSatisfy { other[$0.key] == $0.value }
  }
}

extension KeyedValues: Hashable where Key: Hashable, Value: Hashable {
  /// Hashes only the number of keys, so that the order of the keys does not matter.
  package func hash(into hasher: inout Hasher) { hasher.combine(entries.count) }
}
