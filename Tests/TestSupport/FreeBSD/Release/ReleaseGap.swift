import Failover

/// For how many commands something did not answer.
///
/// An outage begins after the command that makes it, and lasts through the one that ends it.
package struct ReleaseGap: Equatable, Sendable, CustomStringConvertible {
  /// The most commands that may change something meanwhile.
  package struct Limit: Decodable, Equatable, Sendable {
    /// How many.
    package var changes: Int

    /// At most so many.
    package init(_ changes: Int) { self.changes = changes }
  }

  /// What it was.
  package var subject: String
  /// The commands that change something.
  package var changes = 0
  /// The questions.
  package var queries = 0
  /// Whether it does not answer at the end either.
  package var lasts: Bool

  /// `192.0.2.50: 1 change, 0 questions`
  package var description: String {
    "\(subject): \(changes) changes, \(queries) questions" + (lasts ? ", and never again" : "")
  }

  private init(
    _ subject: String, on guest: SimulatedFreeBSD, isOut: (SimulatedOutage) -> Bool
  ) {
    self.subject = subject
    lasts = isOut(guest.start.outage(of: guest.start))
    for moment in guest.moments {
      if lasts, moment.isChange { changes += 1 } else if lasts { queries += 1 }
      lasts = isOut(moment.outage)
    }
  }

  /// Those of every address that the machine had; of what the pair of `synthetic` had first.
  package static func addresses(on guest: SimulatedFreeBSD, of synthetic: String) -> [ReleaseGap] {
    let start = guest.start
    let top = start.nics[start.lagg(of: synthetic) ?? synthetic]
    let own = ((top?.inet ?? []) + (top?.inet6 ?? [])).map(\.addr)
    let all = start.globalAddresses
    let ordered = own.filter { all.contains($0) } + all.filter { !own.contains($0) }
    return ordered.map { address in
      ReleaseGap(address, on: guest) { $0.silent.contains(address) }
    }
  }

  /// Those of the default routes that it had, IPv4 first.
  package static func defaultRoutes(on guest: SimulatedFreeBSD) -> [ReleaseGap] {
    AddressFamily.both.filter { !guest.start.defaultRoutes($0).isEmpty }.map { family in
      ReleaseGap("default route of \(family)", on: guest) { $0.stuck.contains(family) }
    }
  }

  /// What of it is more than `limit` allows.
  package func excess(over limit: Limit) -> [String] {
    changes > limit.changes || lasts ? ["\(self); allowed are \(limit.changes)"] : []
  }
}
