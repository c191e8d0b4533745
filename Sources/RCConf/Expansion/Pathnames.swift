extension Evaluator {
  /// Appends the paths of the files that match the pattern `field`, sorted by their bytes (POSIX
  /// XCU 2.14.3). Appends the field itself if it is no pattern, or if no file matches. Throws
  /// `.shell` if shells differ on the pattern, or if the budget is used up.
  func appendPathnames(_ field: Fields.Field, to arguments: inout [[UInt8]]) throws(Halt) {
    let isPattern = field.bytes.indices.contains { index in
      guard field.marks[index] == 0 else { return false }
      switch field.bytes[index] {
      case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["): return true
      default: return false
      }
    }
    try spend(onPattern: isPattern ? field.bytes : [])
    guard isPattern else { return arguments.append(field.bytes) }
    var found: [[UInt8]] = []
    try match(field, from: 0, after: [], into: &found)
    if found.isEmpty { found = [field.bytes] }
    found.sort { $0.lexicographicallyPrecedes($1) }
    arguments += found
  }

  /// Matches the components of the path `field` from the index `start` on, and appends the paths of
  /// matching files to `found`. `path` is the path of the components before, which have matched.
  /// Throws `.shell` if shells differ on a pattern.
  private func match(
    _ field: Fields.Field, from start: Int, after path: [UInt8], into found: inout [[UInt8]]
  ) throws(Halt) {
    var path = path
    var start = start
    while start < field.bytes.count {
      if field.bytes[start] == UInt8(ascii: "/") {
        path.append(UInt8(ascii: "/"))
        start += 1
        continue
      }
      let end = field.bytes[start...].firstIndex(of: UInt8(ascii: "/")) ?? field.bytes.count
      let bytes = Array(field.bytes[start..<end])
      guard let pattern = Pattern(bytes, marks: Array(field.marks[start..<end])) else {
        throw shell(.unportable(display(bytes)))
      }
      if !pattern.isLiteral {
        return try match(pattern, bytes, field, from: end, after: path, into: &found)
      }
      path += bytes
      start = end
    }
    if files.attributes(display(path)) != nil { found.append(path) }
  }

  /// Matches `pattern`, one component of the path `field`, with the names in the folder `path`. For
  /// each match, goes on with the components after the index `end`, and appends the paths of
  /// matching files to `found`. Throws `.shell` if shells differ on a pattern.
  private func match(
    _ pattern: Pattern, _ component: [UInt8], _ field: Fields.Field, from end: Int,
    after path: [UInt8], into found: inout [[UInt8]]
  ) throws(Halt) {
    // Shells differ on whether `.` and `..` match such a pattern.
    if component.first == UInt8(ascii: ".") { throw shell(.unportable(display(component))) }
    for name in files.list(path.isEmpty ? "." : display(path)) ?? [] {
      let name = Array(name.utf8)
      try spend(1)
      if name.first == UInt8(ascii: ".") { continue }
      guard try pattern.matches(name, self) else { continue }
      if end == field.bytes.count {
        found.append(path + name)
      } else {
        try match(field, from: end, after: path + name, into: &found)
      }
    }
  }
}
