import Guest
import Platforms

/// Returns the platform named `freebsd` or `linux`; if `name` is nil, that of the running system.
/// Nil for any other name.
package func currentPlatform(named name: String?) -> (any Platform)? {
  switch name {
  case "freebsd": FreeBSD()
  case "linux": Linux()
  case nil: OwnProcess.isOnFreeBSD ? FreeBSD() : Linux()
  default: nil
  }
}
