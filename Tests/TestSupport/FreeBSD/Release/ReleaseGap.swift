import Failover

/// The length of an outage, as a number of commands.
///
/// An outage begins after the command that causes it, and includes the command that ends it.
package struct ReleaseGap: Equatable, Sendable, CustomStringConvertible {
  /// The longest allowed outage.
  package struct Limit: Decodable, Equatable, Sendable {
    /// The number of commands that change something.
    package var changes: Int

    /// A limit of this many commands.
    package init(_ changes: Int) { self.changes = changes }
  }

  /// The address or the default route that had the outage.
  package var subject: String
  /// The number of commands during the outage that change something.
  package var changes = 0
  /// The number of queries during the outage.
  package var queries = 0
  /// True if the outage continues at the end.
  package var lasts: Bool

  /// A text such as `192.0.2.50: no answer during 1 changing commands and 0 queries`.
  package var description: String {
    "\(subject): no answer during \(changes) changing commands and \(queries) queries"
      + (lasts ? ", nor afterwards" : "")
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

  /// Returns the outages of all addresses that the machine had. The addresses of the pair of
  /// `synthetic` come first.
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

  /// Returns the outages of the default routes that the machine had, IPv4 first.
  package static func defaultRoutes(on guest: SimulatedFreeBSD) -> [ReleaseGap] {
    AddressFamily.both.filter { !guest.start.defaultRoutes($0).isEmpty }.map { family in
      ReleaseGap("default route of \(family)", on: guest) { $0.stuck.contains(family) }
    }
  }

  /// Returns a text if the outage is longer than `limit`, or lasts; else no text.
  package func excess(over limit: Limit) -> [String] {
    changes > limit.changes || lasts ? ["\(self); allowed are \(limit.changes)"] : []
  }
}
