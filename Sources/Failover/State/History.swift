/// The events of all pairs since boot, newest last: a VF arrived, joined the bond, left. The
/// programs append them to a file.
///
/// Each event is a line, `TIME EVENT SYNTHETIC VF NUMBER COUNT`: seconds since 1970, the event, the
/// synthetic NIC, the VF or `-`, the number of this arrival of the VF or `-`, and the number of VF
/// changes of the NIC so far. The count is in each line so that old lines can be removed.
package struct History: Hashable, Sendable {
  /// What happened to a pair.
  package enum Kind: String, Hashable, Sendable {
    /// The VF arrived.
    case arrived
    /// The VF was found to be gone.
    case left
    /// The VF joined the bond.
    case joined
    /// A takeover failed and was undone.
    case failed
    /// The bond was removed.
    case undone
    /// The synthetic NIC became the active one on request (`hyperv_vfctl standby`).
    case standby
    /// The VF became the active one again on request (`hyperv_vfctl resume`).
    case resumed
  }

  /// An event.
  package struct Event: Hashable, Sendable {
    /// The time of the event, in seconds since 1970.
    package var time: Int
    /// What happened.
    package var kind: Kind
    /// The synthetic NIC of the pair.
    package var synthetic: InterfaceName
    /// The VF of the pair; nil if there was none.
    package var vf: InterfaceName?
    /// A number that differs for each arrival of the VF: on Linux its interface index. Nil on
    /// FreeBSD, which has none.
    package var number: Int?
    /// The number of VF changes of the NIC so far; set by `record`.
    package var changes = 0

    /// The event that `kind` happened to `synthetic` at `time`.
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

  /// The recorded events.
  package private(set) var events: [Event] = []
  /// The maximum number of events, not counting the newest one of each NIC, which is always kept.
  package static let limit = 256

  /// An empty history.
  package init() {}

  /// Parses the text of a history. Skips lines that cannot be read, such as after a disk failure.
  package init(_ text: some Sequence<UInt8>) {
    let lines = String(decoding: Array(text), as: UTF8.self).lines
    events = lines.compactMap { Event(line: String($0)) }
  }

  /// The text of the history.
  package var text: String { events.map { "\($0.line)\n" }.joined() }

  /// The events of one NIC, newest last.
  package func events(of synthetic: InterfaceName) -> [Event] {
    events.filter { $0.synthetic == synthetic }
  }

  /// Adds `event`, with its `changes`. Returns false and adds nothing if the event is already
  /// known: udev(7) reports an arrival more than once.
  package mutating func record(_ event: Event) -> Bool {
    var event = event
    let last = events(of: event.synthetic).last
    let isSame = event.number != nil && event.number == last?.number && event.vf == last?.vf
    switch event.kind {
    case .arrived where isSame: return false
    case .left where last == nil || last?.kind == .left: return false
    case .arrived, .left: event.changes = (last?.changes ?? 0) + 1
    // On a system that does not report arrivals, a join counts as the arrival.
    case .joined where !isSame && last?.kind != .undone && last?.kind != .failed:
      event.changes = (last?.changes ?? 0) + 1
    default: event.changes = last?.changes ?? 0
    }
    events.append(event)
    trim()
    return true
  }

  /// `text` with an event added; nil if the event is already known.
  ///
  /// A takeover waits for the result, so only the newest line of the NIC is read.
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

  /// Removes a quarter of the events if there are too many. If one event were removed each time,
  /// each new event would read and write all others.
  private mutating func trim() {
    guard events.count > Self.limit else { return }
    let excess = events.count - Self.limit * 3 / 4
    var newest: [InterfaceName] = []
    var kept: [Event] = []
    for (index, event) in events.enumerated().reversed() {
      let isNewest = newest.appendIfMissing(event.synthetic)
      if isNewest || index >= excess { kept.append(event) }
    }
    events = kept.reversed()
  }
}

extension History.Event {
  /// True if the VF arrived, left or joined with this event.
  package var isChange: Bool { kind == .arrived || kind == .left || kind == .joined }

  fileprivate var line: String {
    [
      String(time), kind.rawValue, synthetic.text, vf?.text ?? "-",
      number.map { String($0) } ?? "-", String(changes),
    ].joined(separator: " ")
  }

  fileprivate init?(line: String) {
    let words = line.words
    guard words.count == 6, let time = Int(words[0]), let kind = History.Kind(rawValue: words[1]),
      let synthetic = InterfaceName(words[2]), let changes = Int(words[5])
    else { return nil }
    let vf = words[3] == "-" ? nil : InterfaceName(words[3])
    self.init(kind, of: synthetic, vf: vf, number: Int(words[4]), at: time)
    self.changes = changes
  }
}
