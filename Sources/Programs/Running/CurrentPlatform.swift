import Guest
import Platforms

/// The system that `HYPERV_VF_PLATFORM` names (tests, and dry runs for another machine), else the
/// one that this is; nil for a name that is neither.
package func currentPlatform(named name: String?) -> (any Platform)? {
  switch name {
  case "freebsd": FreeBSD()
  case "linux": Linux()
  case nil: OwnProcess.isOnFreeBSD ? FreeBSD() : Linux()
  default: nil
  }
}
