/// The lines that one change of a text removes and inserts.
private struct ChangedLines {
  /// For each line of the old text that the new text does not have, the index of the first line of
  /// its group of removed lines; nil for the other lines.
  private(set) var groups: [Int?]
  /// For each line of the old text the new lines before it, and last those after all. Lines that
  /// replace a group of lines are before the first one of the group.
  private(set) var inserted: [[Substring]]

  init(from old: [Substring], to new: [Substring]) {
    groups = [Int?](repeating: nil, count: old.count)
    inserted = [[Substring]](repeating: [], count: old.count + 1)
    var (place, start) = (0, 0)
    for edit in LineEdits(old, new).edits {
      switch edit {
      case .both:
        place += 1
        start = place
      case .old:
        groups[place] = start
        place += 1
      case .new(let index): inserted[start].append(new[index])
      }
    }
  }

  /// The first line of the group if this change has replaced the line `index` of the old text; nil
  /// if it has removed the line, or not changed it.
  func replacedGroup(_ index: Int) -> Int? {
    groups[index].flatMap { inserted[$0].isEmpty ? nil : $0 }
  }
}

/// Returns `old` with both changes: the one to `one` and the one to `other`, as diff3(1) merges
/// them. Nil if both insert different lines at one place, or if `other` has replaced a line that
/// `one` changes in another way.
func merged(_ old: [Substring], _ one: [Substring], _ other: [Substring]) -> [Substring]? {
  let (first, second) = (ChangedLines(from: old, to: one), ChangedLines(from: old, to: other))
  var lines: [Substring] = []
  for index in 0...old.count {
    let (mine, others) = (first.inserted[index], second.inserted[index])
    guard mine.isEmpty || others.isEmpty || mine == others else { return nil }
    lines += mine.isEmpty ? others : mine
    guard index < old.count else { break }
    let isRemoved = first.groups[index] != nil
    if isRemoved, let group = second.replacedGroup(index), first.replacedGroup(index) != group {
      return nil
    }
    if !isRemoved, second.groups[index] == nil { lines.append(old[index]) }
  }
  return lines
}
