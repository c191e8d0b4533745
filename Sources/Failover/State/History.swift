/// What the programs recorded of the pairs since the guest was started, newest last.
///
/// One line an event, `TIME EVENT SYNTHETIC VF NUMBER COUNT`: seconds since 1970, what happened, to
/// which NIC, with which VF (`-`: none), which arrival of it that was as the system numbers them
/// (`-`: it does not), and how often the NIC's VF had changed by then. The count stands in each line,
/// so that old lines can go.
package struct History: Hashable, Sendable {
  /// What can happen to a pair.
  package enum Kind: String, Hashable, Sendable {
    /// The VF arrived.
    case arrived
    /// It was found to have left.
    case left
    /// It went into the bond.
    case joined
    /// A takeover failed and was taken back.
    case failed
    /// The bond was taken apart.
    case undone
    /// The synthetic NIC took the traffic over for a while.
    case standby
    /// The VF took it over again.
    case resumed
  }

  /// One thing that happened.
  package struct Event: Hashable, Sendable {
    /// When, in seconds since 1970.
    package var time: Int
    /// What.
    package var kind: Kind
    /// To which synthetic NIC.
    package var synthetic: InterfaceName
    /// Its VF; nil where it had none.
    package var vf: InterfaceName?
    /// Which arrival of that VF, as the system numbers them.
    package var number: Int?
    /// How often the VF of that NIC had changed by then; filled in by `record`.
    package var changes = 0

    /// `kind` happened to `synthetic` at `time`.
    package init(
      _ kind: Kind, of synthetic: InterfaceName, vf: InterfaceName? = nil, number: Int? = nil,
      at time: Int
    ) {
      self.kind = kind
      self.synthetic = synthetic
      self.vf = vf
      self.number = number
      self.time = time
    }
  }

  /// The events that are still known.
  package private(set) var events: [Event] = []
  /// How many of them are kept at most, beside the newest of each NIC, which stays in any case.
  package static let limit = 256

  /// Nothing has happened.
  package init() {}

  /// What such a text says. A line that cannot be read, as after a crash of the guest's disk, is left
  /// out: this is for people to look at.
  package init(_ text: some Sequence<UInt8>) {
    let lines = String(decoding: Array(text), as: UTF8.self).lines
    events = lines.compactMap { Event(line: String($0)) }
  }

  /// The text.
  package var text: String { events.map { "\($0.line)\n" }.joined() }

  /// What happened to one NIC, newest last.
  package func events(of synthetic: InterfaceName) -> [Event] {
    events.filter { $0.synthetic == synthetic }
  }

  /// Adds an event; whether it was news. That a VF arrives which is known to be there already is none:
  /// udev(7) tells it more than once.
  package mutating func record(_ event: Event) -> Bool {
    var event = event
    let last = events(of: event.synthetic).last
    let isSame = event.number != nil && event.number == last?.number && event.vf == last?.vf
    switch event.kind {
    case .arrived where isSame: return false
    case .left where last == nil || last?.kind == .left: return false
    case .arrived, .left: event.changes = (last?.changes ?? 0) + 1
    // Where nobody is told of arrivals, joining is one.
    case .joined where !isSame && last?.kind != .undone && last?.kind != .failed:
      event.changes = (last?.changes ?? 0) + 1
    default: event.changes = last?.changes ?? 0
    }
    events.append(event)
    trim()
    return true
  }

  /// `text` with an event added; nil where it is no news.
  ///
  /// A takeover waits for this, so that of the lines that are there only the NIC's newest is read.
  package static func adding(_ event: Event, to text: [UInt8]) -> [UInt8]? {
    let newline = UInt8(ascii: "\n")
    let lines = text.split(separator: newline)
    guard lines.count < limit, text.last == newline || text.isEmpty else {
      var history = History(text)
      return history.record(event) ? Array(history.text.utf8) : nil
    }
    var newest = History()
    for line in lines.reversed() where newest.events.isEmpty {
      let known = Event(line: String(decoding: line, as: UTF8.self))
      if let known, known.synthetic == event.synthetic { newest.events = [known] }
    }
    guard newest.record(event), let added = newest.events.last else { return nil }
    return text + "\(added.line)\n".utf8
  }

  /// A quarter goes at once: else each event would have all of them to read and write.
  private mutating func trim() {
    guard events.count > Self.limit else { return }
    let excess = events.count - Self.limit * 3 / 4
    var newest: Set<InterfaceName> = []
    var kept: [Event] = []
    for (index, event) in events.enumerated().reversed() {
      let isNewest = newest.insert(event.synthetic).inserted
      if isNewest || index >= excess { kept.append(event) }
    }
    events = kept.reversed()
  }
}

extension History.Event {
  /// Whether the VF of the NIC was another after it.
  package var isChange: Bool { kind == .arrived || kind == .left || kind == .joined }

  fileprivate var line: String {
    [
      String(time), kind.rawValue, synthetic.text, vf?.text ?? "-",
      number.map { String($0) } ?? "-", String(changes),
    ].joined(separator: " ")
  }

  fileprivate init?(line: String) {
    let words = line.split(separator: " ").map(String.init)
    guard words.count == 6, let time = Int(words[0]), let kind = History.Kind(rawValue: words[1]),
      let synthetic = InterfaceName(words[2]), let changes = Int(words[5])
    else { return nil }
    let vf = words[3] == "-" ? nil : InterfaceName(words[3])
    self.init(kind, of: synthetic, vf: vf, number: Int(words[4]), at: time)
    self.changes = changes
  }
}
