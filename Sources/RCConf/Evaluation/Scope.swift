/// The state of a variable in the evaluator. Its index in `Scope.cells` is the number of its name
/// in the `NameTable`.
struct Cell {
  /// The special meaning that sh gives to some variables, by their names.
  enum Meaning: UInt8 {
    /// The variable has no special meaning.
    case plain
    /// sh itself sets the variable unless the environment does, such as PATH and PWD.
    case shellOwned
    /// The variable, LANG or LC_…, selects the character set.
    case locale
    /// The variable is IFS: its value has the bytes that separate words.
    case separators
    /// The variable is HOME: its value is the path for which `~` stands.
    case home

    /// The special meaning of the variable `name`; `.plain` if it has none.
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
  /// True if the text has set or unset the variable. False if only the environment has set it.
  var isFromText = false
  /// True if the text or the environment has set the variable.
  var isKnown: Bool { isFromText || isImported }
  var isImported = false
  var file: Int32 = 0
  var line: Int32 = 0
}

/// All variables of the evaluation, with the saved states of those that a function has made local.
struct Scope {
  private(set) var names = NameTable()
  private(set) var cells: ContiguousArray<Cell> = []
  private var saved: [Saved] = []
  /// True after LANG or a variable LC_… was set. Bytes other than ASCII may then be parts of
  /// characters.
  private(set) var localeIsTouched = false
  /// The bytes of IFS, at which sh splits values into fields; nil if IFS is not set.
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

  /// True if names such as OPTIND have their special meaning in sh. False for the output of sh's
  /// `set`.
  private let namesAreSpecial: Bool

  init(namesAreSpecial: Bool) {
    self.namesAreSpecial = namesAreSpecial
    for builtin in Builtin.allCases { _ = intern(builtin.rawValue) }
    // The initial value of IFS. After `unset IFS`, sh splits at the same bytes.
    cells[intern("IFS")].value = Scope.defaultSeparators
  }

  /// Reserves memory for the variables of a text of `length` bytes.
  ///
  /// Assumes a text like FreeBSD's defaults, with one name of 16 bytes in 64 bytes of text. Does
  /// nothing for a text of 4 KiB or less.
  mutating func reserve(forTextOf length: Int) {
    guard length > 4096 else { return }
    let count = min(length, 1 << 16) / 64
    names.reserve(count, bytes: count * 16)
    cells.reserveCapacity(cells.count + count)
  }

  /// Returns a copy of `bytes`. All copies of NO share one array, and so do those of YES: nearly
  /// half of FreeBSD's variables have these values.
  func sharedCopy(of bytes: ArraySlice<UInt8>) -> [UInt8] {
    switch bytes.count {
    case 2 where bytes.elementsEqual(Scope.no): Scope.no
    case 3 where bytes.elementsEqual(Scope.yes): Scope.yes
    default: Array(bytes)
    }
  }

  /// Returns the number of the variable `name`. Adds the variable, not set, if there is none of
  /// this name.
  mutating func intern(_ name: String) -> Int {
    let bytes = Array(name.utf8)
    return intern(bytes, 0..<bytes.count)
  }

  /// Returns the number of the variable `text[range]`. Adds the variable, not set, if there is none
  /// of this name.
  mutating func intern(_ text: [UInt8], _ range: Range<Int>) -> Int {
    let id = names.intern(text, range)
    if id == cells.count {
      cells.append(Cell(meaning: namesAreSpecial ? Cell.Meaning(of: text[range]) : .plain))
    }
    return id
  }

  /// Returns the number of the variable `text[range]`; nil if there is none of this name.
  func find(_ text: [UInt8], _ range: Range<Int>) -> Int? {
    names.find(text, range)
  }

  /// Sets the variable with the number `id` to `value`; nil unsets the variable. `file` (an index
  /// in `Evaluator.fileNames`) and `line` say where the text does this.
  mutating func set(_ id: Int, to value: consuming [UInt8]?, file: Int32, line: Int32) {
    cells[id].value = value
    cells[id].isFromText = true
    cells[id].file = file
    cells[id].line = line
    if cells[id].meaning != .plain { follow(id) }
  }

  /// Makes the variable with the number `id` readonly: a later assignment to it is an error.
  mutating func markReadonly(_ id: Int) {
    cells[id].isReadonly = true
  }

  /// Sets the variable `name` to `value`, which comes from the environment.
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

  /// The number of saved states. A function call notes this number at its beginning, and passes it
  /// to `restore(to:)` at its end.
  var mark: Int { saved.count }

  /// Saves the state of the variable with the number `id`. `restore(to:)` restores it when the
  /// function returns.
  mutating func save(_ id: Int) {
    saved.append(Saved(id: id, cell: cells[id]))
  }

  /// Restores the saved states, newest first, until `mark` of them are left.
  mutating func restore(to mark: Int) {
    while saved.count > mark, let last = saved.popLast() {
      cells[last.id] = last.cell
      if last.cell.meaning != .plain { follow(last.id) }
    }
  }
}
