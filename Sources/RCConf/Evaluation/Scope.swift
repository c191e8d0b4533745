/// The state of a variable. Its name is a number in a `NameTable`.
struct Cell {
  /// The special meaning of a name in sh.
  enum Meaning: UInt8 {
    /// The name has no special meaning.
    case plain
    /// sh sets the variable unless the environment does.
    case shellOwned
    /// The variable changes the character set.
    case locale
    /// The variable contains the bytes that separate words.
    case separators
    /// The variable is the path for a tilde.
    case home

    /// The special meaning of the variable `name`.
    init(of name: ArraySlice<UInt8>) {
      guard let first = name.first, (0x41...0x5A).contains(first) else {
        self = .plain
        return
      }
      switch display(name) {
      case "IFS": self = .separators
      case "HOME": self = .home
      case "PATH", "PS1", "PS2", "PS4", "OPTIND", "PPID", "PWD", "OLDPWD", "LINENO":
        self = .shellOwned
      case let name:
        self = name == "LANG" || name.hasPrefix("LC_") ? .locale : .plain
      }
    }
  }

  /// The value; nil if the variable is not set.
  var value: [UInt8]?
  var meaning = Meaning.plain
  var isReadonly = false
  /// True if the text set the variable, and not only the environment.
  var isFromText = false
  /// True if the text or the environment set the variable.
  var isKnown: Bool { isFromText || isImported }
  var isImported = false
  var file: Int32 = 0
  var line: Int32 = 0
}

/// All variables, including those that functions have made local.
struct Scope {
  private(set) var names = NameTable()
  private(set) var cells: ContiguousArray<Cell> = []
  private var saved: [Saved] = []
  /// True after a locale variable was set. Bytes other than ASCII may then be parts of characters.
  private(set) var localeIsTouched = false
  /// The bytes that separate fields; nil if IFS is not set.
  private(set) var separators: [UInt8]? = Scope.defaultSeparators
  private(set) var home: [UInt8]?

  // Literals in the program's static data, which need no reference counting.
  private static let no: [UInt8] = [0x4E, 0x4F]
  private static let yes: [UInt8] = [0x59, 0x45, 0x53]

  private struct Saved {
    var id: Int
    var cell: Cell
  }

  static let defaultSeparators: [UInt8] = [0x20, 0x09, 0x0A]

  /// True if names such as OPTIND have their special meaning.
  private let namesAreSpecial: Bool

  init(namesAreSpecial: Bool) {
    self.namesAreSpecial = namesAreSpecial
    for builtin in Builtin.allCases { _ = intern(builtin.rawValue) }
    // The initial value of IFS. After `unset IFS`, sh splits at the same bytes.
    cells[intern("IFS")].value = Scope.defaultSeparators
  }

  /// Reserves memory for the variables of a text with this length in bytes.
  ///
  /// Assumes a text like FreeBSD's defaults: one name of 16 bytes in 64 bytes of text. Does nothing
  /// for short texts.
  mutating func reserve(forTextOf length: Int) {
    guard length > 4096 else { return }
    let count = min(length, 1 << 16) / 64
    names.reserve(count, bytes: count * 16)
    cells.reserveCapacity(cells.count + count)
  }

  /// Returns a copy of the bytes. The values NO and YES share one copy each: nearly half of
  /// FreeBSD's variables have them.
  func sharedCopy(of bytes: ArraySlice<UInt8>) -> [UInt8] {
    switch bytes.count {
    case 2 where bytes.elementsEqual(Scope.no): Scope.no
    case 3 where bytes.elementsEqual(Scope.yes): Scope.yes
    default: Array(bytes)
    }
  }

  /// Returns the number of the variable `name`; a new variable gets the next number.
  mutating func intern(_ name: String) -> Int {
    let bytes = Array(name.utf8)
    return intern(bytes, 0..<bytes.count)
  }

  /// Returns the number of the variable `text[range]`; a new variable gets the next number.
  mutating func intern(_ text: [UInt8], _ range: Range<Int>) -> Int {
    let id = names.intern(text, range)
    if id == cells.count {
      cells.append(Cell(meaning: namesAreSpecial ? Cell.Meaning(of: text[range]) : .plain))
    }
    return id
  }

  /// Returns the number of the variable `text[range]`; nil if there is none.
  func find(_ text: [UInt8], _ range: Range<Int>) -> Int? {
    names.find(text, range)
  }

  /// Sets the variable with the number `id` to `value`; nil unsets it. `file` and `line` are the
  /// place of the assignment.
  mutating func set(_ id: Int, to value: consuming [UInt8]?, file: Int32, line: Int32) {
    cells[id].value = value
    cells[id].isFromText = true
    cells[id].file = file
    cells[id].line = line
    if cells[id].meaning != .plain { follow(id) }
  }

  /// Makes assignments to the variable with the number `id` fail.
  mutating func markReadonly(_ id: Int) {
    cells[id].isReadonly = true
  }

  /// Sets a variable of the environment.
  mutating func importVariable(_ name: String, _ value: [UInt8]) {
    let id = intern(name)
    cells[id].value = value
    cells[id].isImported = true
    follow(id)
    localeIsTouched = localeIsTouched || cells[id].meaning == .locale
  }

  private mutating func follow(_ id: Int) {
    switch cells[id].meaning {
    case .separators: separators = cells[id].value
    case .home: home = cells[id].value
    case .locale: localeIsTouched = true
    case .plain, .shellOwned: break
    }
  }

  // MARK: local variables

  /// The number of states that are saved now. A function call keeps this number, and passes it to
  /// `restore(to:)` at its end.
  var mark: Int { saved.count }

  /// Saves the state of the variable with the number `id` until the function returns.
  mutating func save(_ id: Int) {
    saved.append(Saved(id: id, cell: cells[id]))
  }

  /// Restores all states saved since `mark`, newest first.
  mutating func restore(to mark: Int) {
    while saved.count > mark, let last = saved.popLast() {
      cells[last.id] = last.cell
      if last.cell.meaning != .plain { follow(last.id) }
    }
  }
}
