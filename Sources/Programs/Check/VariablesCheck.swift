import Failover
import Platforms
import RCConf

/// Checks the variables of rc.conf: those of these programs (`hyperv_vf_delay`), those for a NIC
/// (`ifconfig_hn0`), and those of other programs that name a NIC (`dhcpd_ifaces`).
struct VariablesCheck {
  let variables: Variables
  let platform: any Platform

  /// The findings about the variables that begin with `hyperv_vf_`: unknown names and invalid
  /// values. Empty if there are none.
  var own: [ConfigFinding] {
    variables.named(prefix: KnownVariable.prefix).compactMap { variable in
      guard let known = KnownVariable(name: variable.name) else { return unknown(variable) }
      return problem(known, variable).map { ConfigFinding($0) }
    }
  }

  private func unknown(_ variable: Variable) -> ConfigFinding {
    let place = variable.location
    return ConfigFinding(
      place.file, line: place.line, ConfigProblem.noVariable(variable.name).text,
      remedy: KnownVariable.nearest(to: variable.name).map { "did you mean \($0)?" }
        ?? "hyperv_vf.conf(5) lists them")
  }

  private func problem(_ known: KnownVariable, _ variable: Variable) -> ConfigError? {
    let text = String(decoding: variable.bytes, as: UTF8.self)
    let wrong = { (expected: String) in
      ConfigError(
        .invalid(value: text, expected: expected), variable: variable.name, at: variable.location)
    }
    switch known {
    case .enable: return variable.yesNo == nil ? wrong("YES or NO") : nil
    case .bond: return InterfaceName(text) == nil ? wrong("an interface's name") : nil
    case .delay:
      let words = text.words
      let isTaken = words.first.flatMap { Int($0) } == Int(Attachment.delay(from: text))
      return words.isEmpty || isTaken ? nil : wrong("2 or more seconds")
    default:
      do throws(ConfigError) {
        _ = try GeneralSettings(Variables([variable]))
        return nil
      } catch {
        return error
      }
    }
  }

  /// Returns a finding for each invalid value in the variables for the synthetic NIC `nic`, such as
  /// `ifconfig_hn0`. Empty if all are valid. `hyperv_vf_` variables are left out, since `own` has
  /// them.
  func findings(of nic: InterfaceName) -> [ConfigFinding] {
    // `own` checks the variables of the programs. They are left out, since `prepared` would stop at
    // an invalid one.
    var left = Variables(
      variables.sorted.filter { variable in
        KnownVariable(name: variable.name).map { problem($0, variable) == nil } ?? true
      })
    var found: [ConfigFinding] = []
    while true {
      do throws(ConfigError) {
        let settings = try platform.prepared(
          Settings(of: nic, in: left), of: nic, scope: .whole, in: left)
        return found + settings.general.warnings.map { ConfigFinding($0) }
      } catch {
        found.append(ConfigFinding(error))
        guard let name = error.variable, let variable = left[name] else { return found }
        left = left.withValue(of: variable, takenOut: nic)
      }
    }
  }

  /// Returns a finding for each variable of another program whose value contains the name `nic`,
  /// and not the name `bond`. Empty if there are none.
  func naming(_ nic: InterfaceName, but bond: InterfaceName) -> [ConfigFinding] {
    variables.sorted.filter { platform.namesInterfaces(variable: $0.name) }.compactMap { variable in
      let words = Self.names(in: variable.bytes)
      guard words.contains(where: { $0 == nic.text }), !words.contains(where: { $0 == bond.text })
      else { return nil }
      return ConfigFinding(
        variable.location.file, line: variable.location.line,
        ConfigProblem.variableNames(variable.name, nic).text,
        remedy: RulesCheck.remedy(nic, bond))
    }
  }

  /// The words of `value` that may be names of interfaces: `-i`, `hn0` and `hn1` for `-i hn0,hn1`.
  private static func names(in value: [UInt8]) -> [String] {
    let separators = Array(" \t\n,;=:/|\"'()".utf8)
    return value.split { separators.contains($0) }.map { String(decoding: $0, as: UTF8.self) }
  }
}

extension Variables {
  /// Returns a copy without the value of `variable`, which is invalid, so that reading the copy
  /// finds the next invalid value.
  ///
  /// `ifconfig_IF` and `ifconfig_IF_ipv6` of `nic` become empty: if they were removed,
  /// `ifconfig_DEFAULT` would apply to `nic`. Other variables, and these two if they are empty
  /// already, are removed.
  fileprivate func withValue(of variable: Variable, takenOut nic: InterfaceName) -> Variables {
    let isEmpty = variable.bytes.isEmpty
    let staysSet =
      variable.name == "ifconfig_\(nic.variablePart)"
      || variable.name == "ifconfig_\(nic.variablePart)_ipv6"
    let others = sorted.filter { $0.name != variable.name }
    guard staysSet, !isEmpty else { return Variables(others) }
    var empty = variable
    empty.bytes = []
    return Variables(others + [empty])
  }
}
