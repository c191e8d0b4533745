import Failover
import RCConf

extension GeneralSettings {
  /// The settings of rc.conf that apply to all NICs. A variable with an invalid value is ignored,
  /// so its setting has the default; `VariablesCheck` reports the value.
  init(lenient variables: Variables) {
    let taken = variables.sorted.filter { variable in
      do throws(ConfigError) {
        _ = try GeneralSettings(Variables([variable]))
        return true
      } catch {
        return false
      }
    }
    do throws(ConfigError) {
      self = try GeneralSettings(Variables(taken))
    } catch {
      self = GeneralSettings()
    }
  }
}
