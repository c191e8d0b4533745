import Guest
import Platforms

/// The platform that `HYPERV_VF_PLATFORM` names, or that of the running system; nil for an unknown
/// name.
package func currentPlatform(named name: String?) -> (any Platform)? {
  switch name {
  case "freebsd": FreeBSD()
  case "linux": Linux()
  case nil: OwnProcess.isOnFreeBSD ? FreeBSD() : Linux()
  default: nil
  }
}
