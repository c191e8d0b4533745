import Failover

/// One thing that an override written in Swift does with its bond, after both NICs have joined. An
/// argument of `runOverride`.
public struct BondRequest: Sendable {
  let request: Takeover.BondRequest

  /// Applies arguments of ifconfig(8) to the bond. `words` has the form of `ifconfig_IF` in
  /// rc.conf: `inet 192.0.2.50/24 mtu 9000`.
  public static func ifconfig(_ words: String) -> BondRequest {
    BondRequest(request: .configure(words.words))
  }

  /// Starts a DHCP client for the bond. If `waits` is true, the next request begins only when the
  /// client has a lease.
  public static func dhcp(waits: Bool = false) -> BondRequest {
    BondRequest(request: .lease(waits: waits))
  }

  /// Runs the program at the absolute path `path` with these arguments.
  public static func command(_ path: String, _ arguments: String...) -> BondRequest {
    BondRequest(request: .command(Command(path, arguments)))
  }
}

/// Runs an override written in Swift: a program installed as `hyperv_vfup.hn1`, which hyperv_vfup
/// runs instead of itself for hn1. `count` and `words` are the arguments of C's `main`. Returns the
/// exit status.
///
/// Makes the bond of hn1 and its VF as hyperv_vfup does, then carries out `requests` in order. If
/// the bond exists already, only adds the VF. If a request fails, undoes everything. Options and
/// exit statuses are those of hyperv_vfup(8), including `-n`.
public func runOverride(
  _ count: CInt, _ words: Arguments, _ requests: BondRequest...
) -> CInt {
  Main.run(Main.words(words, count), configuring: requests.map { $0.request })
}
