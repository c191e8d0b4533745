import Failover
import Platforms

/// Returns the pair of the interface that an argument of a verb names. `word` is the argument: the
/// name of the synthetic NIC or of the VF.
///
/// Throws `.noPair` if there is no such interface, or if it belongs to no pair. The error lists the
/// pairs. Also throws if a query fails.
func pair(
  named word: String, settings: GeneralSettings, on platform: any Platform,
  asking guest: any GuestView
) throws(Failure) -> VFPair {
  guard let name = InterfaceName(word) else { throw .usage(.notAnInterface(word)) }
  let pairs: [VFPair]
  let interfaces: [InterfaceName]
  do throws(GuestError) {
    pairs = try platform.pairs(settings: settings, asking: guest)
    interfaces = try platform.interfaces(asking: guest)
  } catch {
    throw .guest(error)
  }
  guard let pair = pairs.first(where: { $0.has(name) }) else {
    throw .noPair(NoPair(name, exists: interfaces.contains(name), pairs: pairs))
  }
  return pair
}

/// The error that an argument names an interface that belongs to no pair.
package struct NoPair: Hashable, Sendable {
  private let name: InterfaceName
  private let exists: Bool
  private let pairs: [VFPair]

  /// The error for the interface `name`, which is in none of `pairs`. `exists` is true if there is
  /// an interface of this name.
  package init(_ name: InterfaceName, exists: Bool, pairs: [VFPair]) {
    self.name = name
    self.exists = exists
    self.pairs = pairs
  }

  /// The message for the user. It lists the existing pairs.
  package var text: String {
    let what = exists ? "no synthetic NIC and no VF of one" : "no such interface"
    let others = pairs.map { pair in
      "\(pair.synthetic) (\(pair.vf.map { "VF \($0)" } ?? "no VF now"))"
    }
    return "\(name): \(what); "
      + (others.isEmpty
        ? "this guest has no synthetic NIC" : "there is " + others.joined(separator: ", "))
  }
}
