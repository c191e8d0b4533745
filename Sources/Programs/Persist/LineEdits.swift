/// The difference between two lists of lines, an old and a new one. As many lines as possible are
/// kept (the longest common subsequence).
struct LineEdits {
  /// What happens to one line. The values are indices into the old and the new list, from 0.
  enum Edit: Equatable {
    /// The line is in both lists.
    case both(old: Int, new: Int)
    /// The line is only in the old list.
    case old(Int)
    /// The line is only in the new list.
    case new(Int)
  }

  /// A group of changes that are close to each other, with the unchanged lines around them, as in
  /// diff(1).
  struct Hunk: Equatable {
    var edits: [Edit]
    /// The lines of the old list that the hunk covers, as indices from 0.
    var old: Range<Int>
    /// The lines of the new list that the hunk covers, as indices from 0.
    var new: Range<Int>
  }

  /// The edits of all lines, in order; the edits of unchanged lines are `.both`.
  let edits: [Edit]

  /// Computes the edits that make `new` from `old`. If there are more than 4,000,000 pairs of an
  /// old and a new line between the first and the last difference, all of these lines are replaced.
  init(_ old: [Substring], _ new: [Substring]) {
    var start = 0
    while start < min(old.count, new.count), Self.same(old[start], new[start]) { start += 1 }
    var end = 0
    while end < min(old.count, new.count) - start,
      Self.same(old[old.count - 1 - end], new[new.count - 1 - end])
    { end += 1 }
    let middle = Self.middle(
      old, start..<(old.count - end), new, start..<(new.count - end))
    edits =
      (0..<start).map { .both(old: $0, new: $0) } + middle
      + (0..<end).map { .both(old: old.count - end + $0, new: new.count - end + $0) }
  }

  /// True if two lines have the same bytes. `==` would treat different encodings of the same
  /// Unicode text as equal.
  private static func same(_ one: Substring, _ other: Substring) -> Bool {
    one.utf8.elementsEqual(other.utf8)
  }

  private static func middle(
    _ old: [Substring], _ olds: Range<Int>, _ new: [Substring], _ news: Range<Int>
  ) -> [Edit] {
    let isTooMuch = olds.count * news.count > 4_000_000
    guard !isTooMuch, !olds.isEmpty, !news.isEmpty else {
      return olds.map { .old($0) } + news.map { .new($0) }
    }
    // lengths[i][j] is the length of the longest common subsequence of the lines from i and from j
    // on.
    let width = news.count + 1
    var lengths = [Int32](repeating: 0, count: (olds.count + 1) * width)
    for i in olds.indices.reversed() {
      for j in news.indices.reversed() {
        let place = (i - olds.lowerBound) * width + j - news.lowerBound
        lengths[place] =
          same(old[i], new[j])
          ? lengths[place + width + 1] + 1 : max(lengths[place + width], lengths[place + 1])
      }
    }
    var edits: [Edit] = []
    var (i, j) = (olds.lowerBound, news.lowerBound)
    while i < olds.upperBound || j < news.upperBound {
      let place = (i - olds.lowerBound) * width + j - news.lowerBound
      if i < olds.upperBound, j < news.upperBound, same(old[i], new[j]) {
        edits.append(.both(old: i, new: j))
        i += 1
        j += 1
      } else if j == news.upperBound
        || (i < olds.upperBound && lengths[place + width] >= lengths[place + 1])
      {
        edits.append(.old(i))
        i += 1
      } else {
        edits.append(.new(j))
        j += 1
      }
    }
    return edits
  }

  /// Returns the changes in groups, each with up to `context` unchanged lines before and after it.
  /// Empty if nothing changes.
  func hunks(context: Int) -> [Hunk] {
    var hunks: [Range<Int>] = []
    for (index, edit) in edits.enumerated() {
      if case .both = edit { continue }
      let range = max(0, index - context)..<min(edits.count, index + context + 1)
      if let last = hunks.last, last.upperBound >= range.lowerBound {
        hunks[hunks.count - 1] = last.lowerBound..<range.upperBound
      } else {
        hunks.append(range)
      }
    }
    return hunks.map { range in
      let (old, new) = counts(edits[..<range.lowerBound])
      let (olds, news) = counts(edits[range])
      return Hunk(
        edits: Array(edits[range]), old: old..<(old + olds), new: new..<(new + news))
    }
  }

  /// Returns how many lines of the old and of the new list these edits cover.
  private func counts(_ edits: ArraySlice<Edit>) -> (old: Int, new: Int) {
    var counts = (old: 0, new: 0)
    for edit in edits {
      switch edit {
      case .both:
        counts.old += 1
        counts.new += 1
      case .old: counts.old += 1
      case .new: counts.new += 1
      }
    }
    return counts
  }
}
