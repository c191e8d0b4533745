import Failover
import Platforms

/// A takeover as the source text of an override in Swift, which `hyperv_vfctl template --swift`
/// prints. It lists the configuration that the bond gets, as requests such as
/// `.ifconfig("inet 10.1.2.4/24")`.
final class TemplateSwift {
  // A class, and no struct: a copy of all that was observed for each of its properties would take
  // more code than the properties themselves.
  /// The plan of the whole takeover.
  let whole: Plan
  /// The plan that only makes the bond of both NICs. The source does not list its steps, which
  /// every override carries out.
  let joined: Plan
  let takeover: Takeover
  let platform: any Platform

  init(whole: Plan, joined: Plan, takeover: Takeover, platform: any Platform) {
    self.whole = whole
    self.joined = joined
    self.takeover = takeover
    self.platform = platform
  }

  private static let library = "Programs"

  /// The source text of the override, from the import to the last line end.
  var text: String {
    """
    import \(Self.library)

    // hyperv_vfup.\(takeover.synthetic): what hyperv_vfup gives \(takeover.bond), to be edited; printed by
    // 'hyperv_vfctl template --swift \(takeover.synthetic)'. 'packaging/build override FILE' compiles it. Installed
    // beside hyperv_vfup, it is run in its place; with -n it prints what it would do.

    /// Runs the override; returns the exit status.
    @c(hyperv_vf_main)
    public func main(_ count: CInt, _ words: Arguments) -> CInt {
      runOverride(
        \((["count, words"] + requests).joined(separator: ",\n    ")))
    }

    """
  }

  private var requests: [String] {
    let known = joined.steps.map { $0.action }
    return whole.steps.map { $0.action }.filter { !known.contains($0) }.flatMap(requests)
  }

  private func requests(for action: Action) -> [String] {
    switch action {
    case .configure(_, let words): return [ifconfig(words)]
    case .addAlias(_, let words): return [ifconfig(words + ["alias"])]
    case .startClient(_, _, let waits, _, _): return [".dhcp(waits: \(waits))"]
    case .move(let transfer): return requests(for: transfer)
    case .formBond(_, _, let words), .addMember(_, _, let words):
      return words.isEmpty ? [] : [ifconfig(words)]
    case .copyLease, .configureClient, .preassign, .removeOutdated: return []
    default: return platform.effects(of: action).compactMap(command)
    }
  }

  /// Returns the requests for the addresses and routes of a transfer from the NICs to the bond, as
  /// Swift source such as `.ifconfig("inet 10.1.2.4/24")`. Empty if there are none. Leaves out
  /// those that `joined`, the plan that only makes the bond, moves already.
  private func requests(for transfer: ConfigurationTransfer) -> [String] {
    let same = joined.steps.lazy.compactMap { step -> ConfigurationTransfer? in
      if case .move(let transfer) = step.action { transfer } else { nil }
    }.first
    let addresses = transfer.added.filter { same?.added.contains($0) != true }
    let routes = transfer.routes.filter { same?.routes.contains($0) != true }
    return addresses.map { ifconfig([$0.family.rawValue, "\($0)"]) }
      + platform.effects(of: .addRoutes(routes)).compactMap(command)
  }

  private func ifconfig(_ words: [String]) -> String {
    ".ifconfig(\(Self.literal(words.joined(separator: " "))))"
  }

  private func command(_ effect: Effect) -> String? {
    guard case .run(let command) = effect else { return nil }
    let words = [command.executable] + command.arguments
    return ".command(\(words.map(Self.literal).joined(separator: ", ")))"
  }

  private static func literal(_ text: String) -> String {
    let escape = UInt8(ascii: "\\")
    let quote = UInt8(ascii: "\"")
    let bytes = text.utf8.flatMap { $0 == quote || $0 == escape ? [escape, $0] : [$0] }
    return "\"" + String(decoding: bytes, as: UTF8.self) + "\""
  }
}
