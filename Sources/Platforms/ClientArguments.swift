import Failover

/// The command-line options of a DHCP client, sorted by whether a client that is started for the
/// bond gets them too. It gets the options in `valued` and `plain`, such as the client identifier,
/// `-C ID` of dhclient(8). It does not get any other option, such as those for the pid file and the
/// run mode.
struct ClientOptions {
  /// Options that the client of the bond gets and that take a value: `-C ID`. `plain` has those
  /// without a value: `-B`.
  var valued: [String]
  var plain: [String]
  /// Options that take a value and that the client of the bond does not get: `-pf FILE`. They
  /// belong to one interface, or the programs set them.
  var others: [String]
  /// True if each word is one option, as `-cf` of dhclient(8). False if a word may contain several
  /// options, as `-BS` of udhcpc (getopt(3)).
  var isWholeWord = false

  /// Returns the options in `words`, the arguments of a running client, that the client of the bond
  /// gets. An option and its value are two elements, `-C` and `ID`, unless `=` joins them. Empty if
  /// there are none.
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

  /// Appends the long option `word`, `--name` or `--name=value`, to `kept` if the client of the
  /// bond gets it. `value` removes and returns the next argument, the value of `--name`; nil if
  /// there is none.
  private func keepLong(_ word: String, value: () -> String?, in kept: inout [String]) {
    let (head, tail) = word.cut(at: UInt8(ascii: "="))
    guard tail != nil else { return keep(String(head), value: value, in: &kept) }
    if valued.contains(String(head)) || plain.contains(String(head)) { kept.append(word) }
  }

  /// Appends the options in `letters`, an argument without its `-`, to `kept` if the client of the
  /// bond gets them. The forms are `-x value`, `-xvalue` and `-abx value`. `value` removes and
  /// returns the next argument; nil if there is none.
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
  /// The options of this client, sorted by whether the client of the bond gets them too, from
  /// dhclient(8) of ISC, `udhcpc --help` and dhcpcd(8). All lists are empty for dhclient(8) of
  /// FreeBSD, which hides its arguments.
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
