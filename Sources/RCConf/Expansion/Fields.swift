/// The result of the expansions of a word: one text, one pattern, or several fields.
struct Fields {
  /// What the expansions of a word make.
  enum Mode: UInt8 {
    /// One text, as in an assignment.
    case text
    /// One pattern. It is recorded which bytes are quoted.
    case pattern
    /// Fields: values are split at the separators. It is recorded which bytes are quoted.
    case fields
  }

  /// One field of a word. `marks` has one element for each byte: 1 if the byte is quoted, else 0.
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

  /// Appends text without splitting it. `quoted` is true if the text is in quotes.
  mutating func append(_ text: some Collection<UInt8>, quoted: Bool) {
    bytes.append(contentsOf: text)
    if mode == .text { return }
    marks.append(contentsOf: repeatElement(quoted ? 1 : 0, count: text.count))
  }

  /// Appends unquoted text. If `mode` is `.fields`, the text is split into fields at the
  /// separators.
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

  /// Records that a quote begins: the word then has a field at this point even if nothing is
  /// between the quotes.
  mutating func noteQuote() {
    if mode == .fields, bytes.isEmpty { state = .quoted }
  }

  /// Ends the current field after one of the parameters of `"$@"`.
  mutating func endParameter() {
    finish()
    state = .idle
  }

  /// Records that `"$@"` had parameters: the last one makes a field even if it is empty.
  mutating func noteParameters() {
    state = .quoted
  }

  /// Ends the current field at the separator `byte`. A space, tab or newline ends only a field that
  /// is not empty or was quoted; any other separator can end an empty field too (POSIX XCU 2.6.5).
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

  /// Ends the last field at the end of the word, if it is not empty or was quoted.
  mutating func end() {
    if !bytes.isEmpty || state == .quoted { finish() }
  }
}
