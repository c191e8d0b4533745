/// The output of expansions: the text of a word, or its fields.
struct Fields {
  /// The kind of output.
  enum Mode: UInt8 {
    /// One text, as in an assignment.
    case text
    /// One pattern, with quoted bytes marked.
    case pattern
    /// Fields: values are split, and quoted bytes are marked.
    case fields
  }

  /// A finished field. `marks` has one element per byte, which is 1 if the byte is quoted.
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

  /// Appends text that is not split.
  mutating func append(_ text: some Collection<UInt8>, quoted: Bool) {
    bytes.append(contentsOf: text)
    if mode == .text { return }
    marks.append(contentsOf: repeatElement(quoted ? 1 : 0, count: text.count))
  }

  /// Appends text, which is split at the separators if `mode` is `.fields`.
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

  /// Notes that a quote began: a field follows even if it is empty.
  mutating func noteQuote() {
    if mode == .fields, bytes.isEmpty { state = .quoted }
  }

  /// Ends a field at the end of a parameter in `"$@"`.
  mutating func endParameter() {
    finish()
    state = .idle
  }

  /// Notes that `"$@"` had parameters: a field follows even if the last one is empty.
  mutating func noteParameters() {
    state = .quoted
  }

  /// Ends a field at a separator. Blanks only end fields; other separators also make empty ones
  /// (POSIX XCU 2.6.5).
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

  /// Ends the last field of the word.
  mutating func end() {
    if !bytes.isEmpty || state == .quoted { finish() }
  }
}
