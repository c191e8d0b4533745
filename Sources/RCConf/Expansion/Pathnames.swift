extension Evaluator {
  /// Appends the files whose names the field matches, sorted (POSIX XCU 2.14.3), or the field
  /// itself if no file matches.
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

  /// Matches the components of the field from index `start` on. `path` is the part of the path that
  /// has matched.
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

  /// Matches one component with the names in the folder `path`, and the rest of the field below
  /// each match.
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
