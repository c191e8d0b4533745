/// The word of `words` that is most similar to `word`, for messages such as "did you mean ...?";
/// nil if none is similar. The first of equally similar words is returned.
///
/// A word is similar if few single changes turn `word` into it: at most a third of the length of
/// `word`, rounded up. A change adds, removes or replaces one letter, or swaps two neighbours
/// (optimal string alignment).
package func nearest(to word: String, among words: [String]) -> String? {
  let typed = Array(word.utf8)
  let limit = (typed.count + 2) / 3
  var best: (word: String, distance: Int)?
  for candidate in words {
    let distance = distance(from: typed, to: Array(candidate.utf8))
    if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  return best?.word
}

private func distance(from old: [UInt8], to new: [UInt8]) -> Int {
  // rows[i][j] is the distance between the first i bytes and the first j bytes.
  var rows = [Array(0...new.count)]
  for (i, byte) in old.enumerated() {
    var row = [i + 1]
    for (j, other) in new.enumerated() {
      var least = min(rows[i][j] + (byte == other ? 0 : 1), rows[i][j + 1] + 1, row[j] + 1)
      if i > 0, j > 0, byte == new[j - 1], old[i - 1] == other {
        least = min(least, rows[i - 1][j - 1] + 1)
      }
      row.append(least)
    }
    rows.append(row)
  }
  return rows[old.count][new.count]
}
