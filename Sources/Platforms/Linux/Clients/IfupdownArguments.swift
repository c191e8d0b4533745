import Failover
import RCConf

/// Returns the arguments with which ifup(8) starts dhcpcd(8) on the interface `name`, such as
/// `-h web1`. Empty if ifup did not configure the interface, or if its stanza in interfaces(5) sets
/// none of them. Throws if a file cannot be read.
///
/// ifup makes the arguments of options in the stanza, such as `hostname web1` (inet.defn of
/// ifupdown). They are needed if dhcpcd has replaced its command line by a process title.
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

/// Returns the name of the stanza in interfaces(5) with which ifup(8) configured the interface
/// `name`: `office` for the line `eth0=office` of /run/network/ifstate. Nil if ifup did not
/// configure the interface. Throws if the file cannot be read.
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
