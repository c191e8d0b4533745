/// A variable that an evaluated text, such as rc.conf, has set, with its value at the end.
package struct Variable: Hashable, Sendable {
  /// The name of the variable: a letter or `_`, then letters, digits and `_`.
  package var name: String
  /// The value of the variable. It may be invalid UTF-8, but has no NUL.
  package var bytes: [UInt8]
  /// The file and the line of the last assignment, which determines the value.
  package var location: SourceLocation

  /// The variable `name` with the value `bytes`, assigned at `location`.
  package init(name: String, bytes: [UInt8], location: SourceLocation) {
    self.name = name
    self.bytes = bytes
    self.location = location
  }

  /// Returns the value as text. Throws `notUTF8` if the value is not UTF-8.
  package func text() throws(ConfigError) -> String {
    guard let text = utf8Text(bytes) else {
      throw ConfigError(.notUTF8, variable: name, at: location)
    }
    return text
  }

  /// Returns the words of the value, which spaces, tabs and newlines separate, as in `for i in $x`.
  /// Empty if there are none. Throws `notUTF8` if the value is not UTF-8.
  package func words() throws(ConfigError) -> [String] {
    try text()[...].words(between: ByteSet(" \t\n"))
  }

  /// The value as a switch: true for yes, true, on and 1; false for no, false, off and 0, in upper
  /// or lower case. Nil for any other value (checkyesno of rc.subr).
  package var yesNo: Bool? {
    let lowercased = bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    switch String(decoding: lowercased, as: UTF8.self) {
    case "yes", "true", "on", "1": return true
    case "no", "false", "off", "0": return false
    default: return nil
    }
  }

  /// Returns the value as whole seconds, 0...65535; 0 for an empty value. Throws `notSeconds` for
  /// any other value.
  package func seconds() throws(ConfigError) -> Duration {
    if bytes.isEmpty { return .zero }
    let value = String(decoding: bytes, as: UTF8.self)
    // UInt16("+5") is 5, which no shell arithmetic on the script's side would take.
    guard bytes.allSatisfy(isDigit), let count = UInt16(value) else {
      throw ConfigError(.notSeconds(value), variable: name, at: location)
    }
    return .seconds(Int(count))
  }
}

/// The variables that the evaluated text has set, found by their names.
///
/// Keeps the tables of the evaluator, and creates a `Variable` only when it is asked for: FreeBSD's
/// defaults set 700 variables, of which a program reads twenty.
package struct Variables: Sendable {
  private var names = NameTable()
  /// The states of the variables. A variable's index is the number of its name in `names`.
  private var cells: ContiguousArray<Cell> = []
  /// The paths of the files. The elements of `cells` have indices of this array.
  private var files: [String] = []

  /// Creates a table of `variables`. If two of them have one name, the later one is kept.
  package init(_ variables: [Variable] = []) {
    for variable in variables {
      let id = names.intern(variable.name)
      if id == cells.count { cells.append(Cell()) }
      cells[id] = Cell(
        value: variable.bytes, isFromText: true, file: Int32(files.count),
        line: Int32(variable.location.line ?? 0))
      files.append(variable.location.file)
    }
  }

  /// The variables in `scope` that the text has set. `files` are the paths of the files; the cells
  /// of `scope` have indices of this array.
  init(_ scope: Scope, files: [String]) {
    names = scope.names
    cells = scope.cells
    self.files = files
  }

  /// The variable `name`; nil if the text has not set it.
  package subscript(name: String) -> Variable? {
    names.find(name).flatMap { variable($0) }
  }

  /// All variables, sorted by the bytes of their names.
  package var sorted: [Variable] { named(prefix: "") }

  /// Returns the variables whose names begin with `prefix`, sorted by the bytes of their names.
  /// Empty if there are none.
  package func named(prefix: String) -> [Variable] {
    let prefix = Array(prefix.utf8)
    let found = cells.indices.filter { isSet($0) && names[$0].starts(with: prefix) }
    // The usual case, in which nothing has to be sorted.
    if found.isEmpty { return [] }
    return found.sorted { names.precedes($0, $1) }.compactMap { variable($0) }
  }

  private func isSet(_ id: Int) -> Bool { cells[id].isFromText && cells[id].value != nil }

  private func variable(_ id: Int) -> Variable? {
    let cell = cells[id]
    guard cell.isFromText, let value = cell.value else { return nil }
    // Line 0 means that /bin/sh read the file, which does not report lines.
    let line = cell.line == 0 ? nil : Int(cell.line)
    return Variable(
      name: display(names[id]), bytes: value,
      location: SourceLocation(file: files[Int(cell.file)], line: line))
  }
}

extension Variables: Equatable {
  /// True if both have the same variables with the same values and locations.
  package static func == (left: Variables, right: Variables) -> Bool {
    left.sorted == right.sorted
  }
}
