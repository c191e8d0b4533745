import Failover
import RCConf

/// A name that udev(7) is about to give an interface, and what it tells of where that comes from.
package struct GivenName: Hashable, Sendable {
  /// The name.
  package var name: InterfaceName
  /// The interface's names by udev's net_id, which no other interface has.
  package var ownNames: [String] = []
  /// The file of systemd.link(5) that was applied; nil: none was.
  package var linkFile: String?

  /// The properties that hold names of the interface alone (systemd.net-naming-scheme(7)), by the
  /// interface's place in the machine, not by its hardware address.
  private static let ownProperties = [
    "ID_NET_NAME_FROM_DATABASE", "ID_NET_NAME_ONBOARD", "ID_NET_LABEL_ONBOARD", "ID_NET_NAME_SLOT",
    "ID_NET_NAME_PATH",
  ]

  /// `name`, and what the properties of the interface say, for which `property` is asked.
  package init(_ name: InterfaceName, property: (String) -> String?) {
    self.name = name
    ownNames = Self.ownProperties.compactMap(property)
    linkFile = property("ID_NET_LINK_FILE")
  }
}

/// Whether an interface can get a name.
package enum NameFitness: Hashable, Sendable {
  /// It can.
  case fit
  /// It cannot.
  case unfit
  /// Another interface has the name, and may lose it now.
  case undecided
}

/// A synthetic NIC, by what rules for names ask for.
struct NamedTwin {
  /// Its name now.
  let name: InterfaceName
  /// The driver of its device.
  let driver: String
  /// The bus of its device.
  let bus: String
  /// An attribute in sysfs; nil where it has none of that name.
  let attribute: (String) throws(GuestError) -> String?
}

/// Whether one of these patterns of fnmatch(3) matches all of `text`. A pattern on which its readers
/// differ matches.
func matches(_ text: String, anyOf patterns: [String]) -> Bool {
  patterns.contains { Pattern.matches(text, pattern: $0) ?? true }
}
