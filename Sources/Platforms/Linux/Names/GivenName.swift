import Failover
import RCConf

/// A name that udev(7) is about to give to an interface, with the properties of udev that show
/// where the name comes from.
package struct GivenName: Hashable, Sendable {
  /// The name that the interface is to get.
  package var name: InterfaceName
  /// The names that udev makes of the slot or path of the interface, such as `enp1s1`; empty if
  /// there are none. udev makes these names for no other interface.
  package var ownNames: [String] = []
  /// The path of the systemd.link(5) file that udev applies to the interface; nil if there is none.
  package var linkFile: String?

  /// The properties of udev that contain names for an interface made of its slot or path, and not
  /// of its hardware address (systemd.net-naming-scheme(7)).
  private static let ownProperties = [
    "ID_NET_NAME_FROM_DATABASE", "ID_NET_NAME_ONBOARD", "ID_NET_LABEL_ONBOARD", "ID_NET_NAME_SLOT",
    "ID_NET_NAME_PATH",
  ]

  /// Creates the given name `name`, with its origin from udev's properties of the interface.
  /// `property` returns the value of a property such as `ID_NET_NAME_PATH`; nil if the interface
  /// does not have it.
  package init(_ name: InterfaceName, property: (String) -> String?) {
    self.name = name
    ownNames = Self.ownProperties.compactMap(property)
    linkFile = property("ID_NET_LINK_FILE")
  }
}

/// Whether an interface can get the name that udev(7) is about to give it.
package enum NameFitness: Hashable, Sendable {
  /// The interface can get the name.
  case fit
  /// The interface cannot get the name: another interface has it and keeps it, or a rule would give
  /// the name to both NICs of a pair.
  case unfit
  /// Another interface has the name, but udev may rename that interface soon. Ask again later.
  case undecided
}

/// The synthetic NIC of a VF, with those properties of the NIC that udev's naming rules compare.
/// Both NICs have the same hardware address, so a rule for the VF may match the synthetic NIC as
/// well.
struct TwinForNaming {
  /// The present name of the synthetic NIC: `eth0`.
  let name: InterfaceName
  /// The driver of the NIC's device: `hv_netvsc`; empty if sysfs shows none.
  let driver: String
  /// The bus of the NIC's device: `vmbus`; empty if sysfs shows none.
  let bus: String
  /// Returns the value of an attribute of the NIC in sysfs, by its name, such as `address`; nil if
  /// the NIC has no such attribute. Throws if sysfs cannot be read.
  let attribute: (String) throws(GuestError) -> String?
}

/// Returns true if one of `patterns` (fnmatch(3)) matches all of `text`; false if `patterns` is
/// empty. A pattern on whose meaning implementations differ counts as a match.
func matches(_ text: String, anyOf patterns: [String]) -> Bool {
  patterns.contains { Pattern.matches(text, pattern: $0) ?? true }
}
