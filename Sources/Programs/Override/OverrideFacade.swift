import Failover

/// What an override written in Swift asks of its bond; see `runOverride`.
public struct BondRequest: Sendable {
  let request: Takeover.BondRequest

  /// Arguments of ifconfig(8), as in rc.conf's `ifconfig_IF`: `inet 192.0.2.50/24 mtu 9000`.
  public static func ifconfig(_ words: String) -> BondRequest {
    BondRequest(request: .configure(words.words))
  }

  /// A DHCP client, which is waited for or not.
  public static func dhcp(waits: Bool = false) -> BondRequest {
    BondRequest(request: .lease(waits: waits))
  }

  /// Any other command, by its absolute path.
  public static func command(_ path: String, _ arguments: String...) -> BondRequest {
    BondRequest(request: .command(Command(path, arguments)))
  }
}

/// Runs an override: a program installed as `hyperv_vfup.hn1`, which hyperv_vfup runs in its place
/// for hn1. Takes the command line as C's `main` gets it, and returns the exit status.
///
/// Joins hn1 and its VF into their bond as hyperv_vfup does, then carries the requests out, in
/// order, if the bond was made just now; a VF that comes back only joins. Where one fails,
/// everything is undone. Options and exit statuses are those of hyperv_vfup(8), `-n` included.
public func runOverride(
  _ count: CInt, _ words: Arguments, _ requests: BondRequest...
) -> CInt {
  Main.run(Main.words(words, count), configuring: requests.map { $0.request })
}
