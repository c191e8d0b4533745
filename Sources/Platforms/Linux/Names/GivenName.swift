import Failover
import RCConf

/// A name that udev(7) is about to give to an interface, with the rule or file from which it comes.
package struct GivenName: Hashable, Sendable {
  /// The name that the interface is to get.
  package var name: InterfaceName
  /// The names that net_id of udev has made for the interface. No other interface gets them.
  package var ownNames: [String] = []
  /// The applied systemd.link(5) file; nil if there is none.
  package var linkFile: String?

  /// The properties of udev with names that come from the slot or path of the interface and not
  /// from its hardware address (systemd.net-naming-scheme(7)).
  private static let ownProperties = [
    "ID_NET_NAME_FROM_DATABASE", "ID_NET_NAME_ONBOARD", "ID_NET_LABEL_ONBOARD", "ID_NET_NAME_SLOT",
    "ID_NET_NAME_PATH",
  ]

  /// The name `name`, whose origin is in udev's properties of the interface. `property` returns the
  /// value of a property by its name; nil if udev does not have the property.
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
  /// Another interface has the name and may lose it soon.
  case undecided
}

/// A synthetic NIC that is the twin of a VF, since both have one hardware address, with the
/// properties that naming rules match.
struct NamedTwin {
  /// The present name of the synthetic NIC.
  let name: InterfaceName
  /// The driver of the NIC's device: `hv_netvsc`.
  let driver: String
  /// The bus of the NIC's device: `vmbus`.
  let bus: String
  /// Returns an attribute of the NIC in sysfs, such as `address`; nil if the NIC has no such
  /// attribute.
  let attribute: (String) throws(GuestError) -> String?
}

/// True if one of these fnmatch(3) patterns matches all of `text`. A pattern on whose meaning
/// implementations differ counts as a match.
func matches(_ text: String, anyOf patterns: [String]) -> Bool {
  patterns.contains { Pattern.matches(text, pattern: $0) ?? true }
}
