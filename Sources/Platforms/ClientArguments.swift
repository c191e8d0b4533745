import Failover

/// The command-line options of a DHCP client that make up its identity, such as the client
/// identifier that it sends. They are kept when the client is started for the bond. Other options
/// select its run mode and its files.
struct ClientOptions {
  /// The options of the identity that take a value. `plain` has those without a value.
  var valued: [String]
  var plain: [String]
  /// Other options that take a value: they belong to one interface, or the programs set them. They
  /// are dropped with their values.
  var others: [String]
  /// True if a word is one option, as in dhclient(8); else a word may contain several (getopt(3)).
  var isWholeWord = false

  /// Returns those of `words` that make up the identity, each option and each value as one word.
  func kept(of words: [String]) -> [String] {
    var kept: [String] = []
    var rest = words[...]
    while let word = rest.popFirst(), word != "--" {
      guard word.utf8.count > 1, word.hasPrefix("-") else { continue }
      if isWholeWord {
        keep(word, value: { rest.popFirst() }, in: &kept)
      } else if word.hasPrefix("--") {
        keepLong(word, value: { rest.popFirst() }, in: &kept)
      } else {
        keepShort(word.dropFirst(), value: { rest.popFirst() }, in: &kept)
      }
    }
    return kept
  }

  private func keep(_ option: String, value: () -> String?, in kept: inout [String]) {
    if valued.contains(option) {
      if let value = value() { kept += [option, value] }
    } else if others.contains(option) {
      _ = value()
    } else if plain.contains(option) {
      kept.append(option)
    }
  }

  /// Keeps or drops an option of the form `--name value` or `--name=value`.
  private func keepLong(_ word: String, value: () -> String?, in kept: inout [String]) {
    let (head, tail) = word.cut(at: UInt8(ascii: "="))
    guard tail != nil else { return keep(String(head), value: value, in: &kept) }
    if valued.contains(String(head)) || plain.contains(String(head)) { kept.append(word) }
  }

  /// Keeps or drops options of the forms `-x value`, `-xvalue` and `-abx value`.
  private func keepShort(_ letters: Substring, value: () -> String?, in kept: inout [String]) {
    var rest = letters
    while let letter = rest.popFirst() {
      let option = "-\(letter)"
      let attached = String(rest)
      guard valued.contains(option) || others.contains(option) else {
        keep(option, value: { nil }, in: &kept)
        continue
      }
      keep(option, value: { attached.isEmpty ? value() : attached }, in: &kept)
      return
    }
  }
}

extension DHCPClient.Program {
  /// The options of dhclient(8) of ISC, `udhcpc --help` and dhcpcd(8). dhclient(8) of FreeBSD hides
  /// its arguments.
  var options: ClientOptions {
    switch self {
    case .freebsd: ClientOptions(valued: [], plain: [], others: [])
    case .isc, .isc6:
      ClientOptions(
        valued: Self.words(
          "-D -e -cf -df -sf -H -F -C -V -s -g -p -R -timeout --timeout --decline-wait-time"
            + " --address-prefix-len --dad-wait-time --prefix-len-hint --request-options"),
        plain: Self.words("-i -I -B -S -T -P -N"), others: ["-pf", "-lf"], isWholeWord: true)
    case .udhcpc:
      ClientOptions(
        valued: Self.words(
          "-s -O -x -V -c -F -H -h -r -t -T -A -P --script --request-option --vendorclass"
            + " --clientid --fqdn --hostname --request --retries --timeout --tryagain --client-port"
        ),
        plain: Self.words(
          "-C -B -o -S -a --clientid-none --broadcast --no-default-options --syslog --arping"),
        others: Self.words("-i -p --interface --pidfile"))
    case .dhcpcd, .dhcpcd6:
      ClientOptions(
        valued: Self.words(
          "-I -h -F -C -e -f -c -O -o -Q -u -i -v -m -l -r -s -S -W -X -y --clientid --hostname --fqdn"
            + " --nohook --env --config --script --nooption --option --require --userclass"
            + " --vendorclassid --vendor --metric --leasetime --request --inform --static"
            + " --whitelist --blacklist --reboot"),
        plain: Self.words(
          "-D -G -L -A -H -K -E -J --duid --nogateway --noipv4ll --noarp --xidhwaddr --nolink"
            + " --lastlease --broadcast"),
        others: Self.words(
          "-t -z -Z -j --timeout --allowinterfaces --denyinterfaces --logfile"))
    }
  }

  private static func words(_ text: String) -> [String] { text.words }
}
