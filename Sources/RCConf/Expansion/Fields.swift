/// Where expansions write: the text of a word, or the fields that it makes.
struct Fields {
  /// What becomes of the text.
  enum Mode: UInt8 {
    /// One text, as in an assignment.
    case text
    /// One pattern: quoted bytes are marked.
    case pattern
    /// Fields: values are split, quoted bytes are marked.
    case fields
  }

  /// A finished field; `marks` is 1 at quoted bytes, and as long.
  struct Field {
    var bytes: [UInt8]
    var marks: [UInt8]
  }

  private enum State {
    case idle, quoted, afterBlank
  }

  let mode: Mode
  var bytes: [UInt8] = []
  private(set) var marks: [UInt8] = []
  private(set) var finished: [Field] = []
  private var state = State.idle
  private let separators: [UInt8]

  init(_ mode: Mode, separators: [UInt8] = []) {
    self.mode = mode
    self.separators = separators
  }

  /// Adds text that is not split.
  mutating func append(_ text: some Collection<UInt8>, quoted: Bool) {
    bytes.append(contentsOf: text)
    if mode == .text { return }
    marks.append(contentsOf: repeatElement(quoted ? 1 : 0, count: text.count))
  }

  /// Adds text that is split where fields are made.
  mutating func split(_ text: some Collection<UInt8>) {
    guard mode == .fields, !separators.isEmpty else { return append(text, quoted: false) }
    for byte in text {
      if separators.contains(byte) {
        endField(at: byte)
      } else {
        bytes.append(byte)
        marks.append(0)
      }
    }
  }

  /// A quote began: what follows is a field even when empty.
  mutating func noteQuote() {
    if mode == .fields, bytes.isEmpty { state = .quoted }
  }

  /// `"$@"` ends a field where a parameter ends.
  mutating func endParameter() {
    finish()
    state = .idle
  }

  mutating func noteParameters() {
    state = .quoted
  }

  /// At a separator: blanks only end fields, others also make empty ones (POSIX XCU 2.6.5).
  private mutating func endField(at byte: UInt8) {
    let blank = isBlank(byte)
    if !bytes.isEmpty || (blank ? state == .quoted : state != .afterBlank) {
      finish()
      state = blank ? .afterBlank : .idle
    } else if !blank, state == .afterBlank {
      state = .idle
    }
  }

  private mutating func finish() {
    finished.append(Field(bytes: bytes, marks: marks))
    bytes = []
    marks = []
  }

  /// Ends the word.
  mutating func end() {
    if !bytes.isEmpty || state == .quoted { finish() }
  }
}
