import Failover
import RCConf

/// Returns the arguments that ifup(8) gave to the dhcpcd(8) of an interface; empty if ifup did not
/// start that dhcpcd, or gave no arguments. They are needed for a dhcpcd that has replaced its
/// arguments by a process title.
///
/// ifup makes the arguments from options in interfaces(5) (ifupdown's inet.defn).
func ifupdownArguments(
  of name: InterfaceName, asking guest: any GuestView
) throws(GuestError) -> [String] {
  guard let stanza = try logicalName(of: name, asking: guest) else { return [] }
  var values: [(option: String, value: String)] = []
  for file in try InterfacesSources(guest: guest).files {
    var isOurs = false
    for line in file.text.lines {
      let words = line.words
      guard let first = words.first, !first.hasPrefix("#") else { continue }
      if first == "iface" {
        isOurs = Array(words.dropFirst().prefix(3)) == [stanza, "inet", "dhcp"]
      } else if startsStanza(first) {
        isOurs = false
      } else if isOurs, words.count == 2 {
        values.append((first, words[1]))
      }
    }
  }
  let options = [
    ("hostname", "-h"), ("vendor", "-i"), ("client", "-I"), ("leasetime", "-l"), ("metric", "-m"),
  ]
  return options.flatMap { option, argument in
    values.last { $0.option == option }.map { [argument, $0.value] } ?? []
  }
}

/// Returns the name of the stanza with which ifup configured an interface, from a line such as
/// `eth0=eth0`; nil if ifup did not configure the interface.
private func logicalName(
  of name: InterfaceName, asking guest: any GuestView
) throws(GuestError) -> String? {
  let prefix = "\(name)="
  let line = try guest.text(of: "/run/network/ifstate")?.lines.first { $0.hasPrefix(prefix) }
  return line.map { String($0.dropFirst(prefix.utf8.count)) }
}

private func startsStanza(_ word: String) -> Bool {
  word.hasPrefix("allow-")
    || [
      "auto", "mapping", "template", "source", "source-directory", "no-auto-down", "no-scripts",
      "rename",
    ].contains(word)
}
