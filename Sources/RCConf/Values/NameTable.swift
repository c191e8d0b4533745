/// A table that gives each name a number, from 0 on, in the order in which the names were added.
/// Finds a name by its bytes, without creating a String or an Array.
struct NameTable {
  private var slots: [Int32]
  private var hashes: [UInt32] = []
  private var ends: [Int32] = [0]
  private var bytes: [UInt8] = []

  /// Creates an empty table. It has room for 768 names before it grows.
  init() {
    slots = Array(repeating: -1, count: 1024)
  }

  /// Reserves memory for `names` more names, whose lengths add up to `length` bytes.
  mutating func reserve(_ names: Int, bytes length: Int) {
    hashes.reserveCapacity(hashes.count + names)
    ends.reserveCapacity(ends.count + names)
    bytes.reserveCapacity(bytes.count + length)
  }

  /// The number of names in the table. The names have the numbers 0 to `count` - 1.
  var count: Int { hashes.count }

  /// The bytes of the name whose number is `id`. There must be such a name.
  subscript(id: Int) -> ArraySlice<UInt8> {
    bytes[Int(ends[id])..<Int(ends[id + 1])]
  }

  /// Returns the number of the name `text[range]`; nil if the table does not have the name.
  func find(_ text: [UInt8], _ range: Range<Int>) -> Int? {
    let slot = slot(for: text, range, hash: hash(text, range))
    return slots[slot] < 0 ? nil : Int(slots[slot])
  }

  /// Returns the number of the name `text[range]`. Adds the name with the next number if the table
  /// does not have it.
  mutating func intern(_ text: [UInt8], _ range: Range<Int>) -> Int {
    let hash = hash(text, range)
    let slot = slot(for: text, range, hash: hash)
    if slots[slot] >= 0 { return Int(slots[slot]) }
    let id = hashes.count
    slots[slot] = Int32(id)
    hashes.append(hash)
    bytes.append(contentsOf: text[range])
    ends.append(Int32(bytes.count))
    if hashes.count * 4 > slots.count * 3 { grow() }
    return id
  }

  /// Returns the number of `name`; nil if the table does not have it.
  func find(_ name: String) -> Int? {
    let bytes = Array(name.utf8)
    return find(bytes, 0..<bytes.count)
  }

  /// Returns the number of `name`. Adds it with the next number if the table does not have it.
  mutating func intern(_ name: String) -> Int {
    let bytes = Array(name.utf8)
    return intern(bytes, 0..<bytes.count)
  }

  /// True if the name with the number `left` sorts before the name with the number `right`,
  /// compared byte by byte.
  func precedes(_ left: Int, _ right: Int) -> Bool {
    var index = Int(ends[left])
    var other = Int(ends[right])
    let (end, otherEnd) = (Int(ends[left + 1]), Int(ends[right + 1]))
    while index < end, other < otherEnd {
      if bytes[index] != bytes[other] { return bytes[index] < bytes[other] }
      index += 1
      other += 1
    }
    return index == end && other < otherEnd
  }

  private func hash(_ text: [UInt8], _ range: Range<Int>) -> UInt32 {
    text.withUnsafeBytes { text in
      var hash = UInt64(range.count)
      var place = range.lowerBound
      while place < range.upperBound {
        let word = text.word(at: place, count: range.upperBound &- place)
        hash = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
        // The upper bits of a product depend on the whole word, its lower bits only on a part.
        hash ^= hash >> 32
        place &+= 8
      }
      return UInt32(truncatingIfNeeded: hash)
    }
  }

  private func slot(for text: [UInt8], _ range: Range<Int>, hash: UInt32) -> Int {
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    while slots[slot] >= 0 {
      let id = Int(slots[slot])
      if hashes[id] == hash, isName(id, text, range) { return slot }
      slot = (slot + 1) & mask
    }
    return slot
  }

  private func isName(_ id: Int, _ text: [UInt8], _ range: Range<Int>) -> Bool {
    let start = Int(ends[id])
    guard Int(ends[id + 1]) - start == range.count else { return false }
    return bytes.withUnsafeBytes { bytes in
      text.withUnsafeBytes { text in
        var done = 0
        while done < range.count {
          let rest = range.count &- done
          let word = text.word(at: range.lowerBound &+ done, count: rest)
          if bytes.word(at: start &+ done, count: rest) != word { return false }
          done &+= 8
        }
        return true
      }
    }
  }

  private mutating func grow() {
    let mask = slots.count * 4 - 1
    slots = Array(repeating: -1, count: mask + 1)
    for id in 0..<hashes.count {
      var slot = Int(hashes[id]) & mask
      while slots[slot] >= 0 { slot = (slot + 1) & mask }
      slots[slot] = Int32(id)
    }
  }
}
