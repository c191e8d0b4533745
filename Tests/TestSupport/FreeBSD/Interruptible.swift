import Failover

/// A view of a simulated machine that throws as soon as the program was asked to stop.
final class Interruptible: GuestAccess {
  private let guest: SimulatedFreeBSD

  init(_ guest: SimulatedFreeBSD) { self.guest = guest }

  func perform(_ effect: Effect) throws(GuestError) -> CommandResult {
    try check()
    return try guest.perform(effect)
  }

  func run(_ query: Command) throws(GuestError) -> CommandResult {
    try check()
    return try guest.run(query)
  }

  private func check() throws(GuestError) {
    if guest.isAskedToStop { throw .interrupted }
  }

  func allowing(_ limit: Duration?) -> any GuestAccess { guest.allowing(limit) }

  func contents(of path: String) throws(GuestError) -> [UInt8]? { try guest.contents(of: path) }

  func names(in folder: String) throws(GuestError) -> [String]? { try guest.names(in: folder) }

  func target(ofLink path: String) throws(GuestError) -> String? {
    try guest.target(ofLink: path)
  }

  func isExecutable(_ path: String) -> Bool { guest.isExecutable(path) }

  func ownership(of path: String) throws(GuestError) -> FileOwnership? {
    try guest.ownership(of: path)
  }

  func folders(onTheWayTo path: String) throws(GuestError) -> [PassedFolder] {
    try guest.folders(onTheWayTo: path)
  }
}
