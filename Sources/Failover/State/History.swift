/// The recorded events of all pairs since boot, such as the arrival of a VF. The programs store
/// them in a file and append new ones.
///
/// Each event is a line, `TIME EVENT SYNTHETIC VF NUMBER COUNT`: seconds since 1970, the event, the
/// synthetic NIC, the VF or `-`, the number of this arrival of the VF or `-`, and the number of VF
/// changes of the NIC so far. The count is in each line so that old lines can be removed.
package struct History: Hashable, Sendable {
  /// What happened to a pair.
  package enum Kind: String, Hashable, Sendable {
    /// The VF arrived: the host has added it to the guest.
    case arrived
    /// The VF has left. No program runs when a VF leaves, so this is recorded when hyperv_vfup next
    /// runs and finds no VF.
    case left
    /// The VF joined the bond, in a takeover or later.
    case joined
    /// A takeover failed, or the VF could not join the bond.
    case failed
    /// `hyperv_vfctl undo` removed the bond.
    case undone
    /// The synthetic NIC became the active one on request (`hyperv_vfctl standby`).
    case standby
    /// The VF became the active one again on request (`hyperv_vfctl resume`).
    case resumed
  }

  /// One event of a pair: a line of the file.
  package struct Event: Hashable, Sendable {
    /// The time of the event, in seconds since 1970.
    package var time: Int
    /// What happened.
    package var kind: Kind
    /// The synthetic NIC of the pair.
    package var synthetic: InterfaceName
    /// The VF of the pair; nil if there was none, as in an event `left`.
    package var vf: InterfaceName?
    /// The number of this arrival of the VF, different for each arrival: on Linux the interface
    /// index of the VF. Nil on FreeBSD, which has no such number, and if `vf` is nil.
    package var number: Int?
    /// How often the VF of this synthetic NIC has come or gone since boot, including this event.
    /// `History.record` sets it; until then it is 0.
    package var changes = 0

    /// An event of the pair of `synthetic`: `kind` happened to it at `time`, in seconds since 1970.
    /// `number` is the number of the arrival of `vf`; nil if there is none.
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

  /// The recorded events of all pairs, newest last; empty if nothing was recorded.
  package private(set) var events: [Event] = []
  /// The number of events above which the oldest ones are removed. The newest event of each
  /// synthetic NIC is always kept.
  package static let limit = 256

  /// A history without events.
  package init() {}

  /// Parses the contents of the history file. Skips lines that are not events, such as damaged
  /// ones.
  package init(_ text: some Sequence<UInt8>) {
    let lines = String(decoding: Array(text), as: UTF8.self).lines
    events = lines.compactMap { Event(line: String($0)) }
  }

  /// The contents of the history file: one line for each event; empty if there are no events.
  package var text: String { events.map { "\($0.line)\n" }.joined() }

  /// The events of the pair with this synthetic NIC, newest last; empty if there are none.
  package func events(of synthetic: InterfaceName) -> [Event] {
    events.filter { $0.synthetic == synthetic }
  }

  /// Adds `event` and sets its `changes`. Returns true if it was added; false if the event is known
  /// already, since udev(7) may report one arrival several times.
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

  /// Returns `text`, the contents of the history file, with the line of `event` added. Nil if the
  /// event is known already.
  ///
  /// Reads only the newest line of this synthetic NIC if there are fewer than `limit` lines, since
  /// a takeover waits for the result.
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

  /// Removes the oldest events if there are more than `limit`, until three quarters of `limit` are
  /// left. Removing only one would make each later event read and write all others. Keeps the
  /// newest event of each synthetic NIC.
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
  /// True if the VF arrived, left or joined the bond in this event; false for all other kinds.
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
