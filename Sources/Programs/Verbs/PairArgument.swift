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

/// The error that an argument names an interface that belongs to no pair of this guest.
package struct NoPair: Hashable, Sendable {
  /// The message for the user. It lists the existing pairs.
  package let text: String

  /// The error for the interface `name`, which is in none of `pairs`. `exists` is true if there is
  /// an interface of this name.
  package init(_ name: InterfaceName, exists: Bool, pairs: [VFPair]) {
    let what = exists ? "no synthetic NIC and no VF of one" : "no such interface"
    let others = pairs.map { pair in
      "\(pair.synthetic) (\(pair.vf.map { "VF \($0)" } ?? "no VF now"))"
    }
    text =
      "\(name): \(what); "
      + (others.isEmpty
        ? "this guest has no synthetic NIC" : "there is " + others.joined(separator: ", "))
  }

  /// The error for a synthetic NIC that is in a vnet jail, where the programs do not look.
  package init(_ nic: JailedNIC) { text = "\(nic.name): is in the jail \(nic.jail) (vnet)" }
}

extension PairsState {
  /// The pair of the interface to which this state was restricted. Throws if the interface is in a
  /// vnet jail: its pair is not one of this system.
  var onlyPair: PairState {
    get throws(Failure) {
      if let nic = jailed.first { throw .noPair(NoPair(nic)) }
      return pairs[0]
    }
  }
}
