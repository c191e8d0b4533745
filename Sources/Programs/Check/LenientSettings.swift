import Failover
import RCConf

extension GeneralSettings {
  /// Creates the settings from all variables that have a valid value. A setting with an invalid
  /// value keeps its default; `VariablesCheck` reports the value.
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
