import Failover
import RCConf

extension GeneralSettings {
  /// The settings with every valid value; invalid ones are reported elsewhere.
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
