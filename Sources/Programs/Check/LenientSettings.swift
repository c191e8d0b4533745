import Failover
import RCConf

extension GeneralSettings {
  /// The settings of all values that can be taken; what is wrong with the others is told elsewhere.
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
