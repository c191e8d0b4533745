import Failover
import Platforms
import RCConf
import TestSupport
import Testing

@testable import Programs

@Suite("Where FreeBSD's packages are")
struct LocalbaseTests {
  /// The relevant part of /etc/defaults/rc.conf, and files that packages may have.
  private static let files = [
    "/etc/defaults/rc.conf": #"""
    : ${_localbase:="$(/sbin/sysctl -n user.localbase 2> /dev/null)"}
    : ${_localbase:="/usr/local"}
    local_startup="${_localbase}/etc/rc.d"
    rc_conf_files="/etc/rc.conf"
    source_rc_confs() { for i in $rc_conf_files; do if [ -r $i ]; then . $i; fi; done; }

    """#,
    "/usr/local/etc/rc.conf.d/netif": "found=local\n", "/opt/etc/rc.conf.d/netif": "found=opt\n",
  ]

  /// The result of loading rc.conf: the variable or the failure, and whether sh and how often
  /// sysctl ran.
  private struct Load: Equatable {
    var found: String?
    var place: String?
    var failure: String?
    var shells = 0
    var questions = 0
  }

  private func load(_ text: String, answer: String?, mayUseShell: Bool) -> Load {
    var load = Load()
    let files = Self.files.merging(["/etc/rc.conf": text]) { $1 }
    let config = ConfigFiles(
      .simulated(files.mapValues { SimulatedFile($0) }), withoutDefaults: [],
      localbase: {
        load.questions += 1
        return answer.map { Array($0.utf8) }
      },
      shell: { _ throws(Failure) in
        load.shells += 1
        return Array("\0found='sh'\nlocal_startup='/opt/etc/rc.d'\n".utf8)
      })
    do throws(Failure) {
      let variables = try config.load(mayUseShell: mayUseShell).0
      load.found = variables["found"].map { String(decoding: $0.bytes, as: UTF8.self) }
      load.place = variables["local_startup"]?.location.description
    } catch {
      load.failure = error.text
    }
    return load
  }

  private static let place = "/etc/defaults/rc.conf:3"

  @Test("a load asks once, and starts no sh for it", arguments: [true, false])
  func native(mayUseShell: Bool) {
    #expect(
      load("", answer: "/opt\n", mayUseShell: mayUseShell)
        == Load(found: "opt", place: Self.place, questions: 1))
    #expect(
      load("", answer: nil, mayUseShell: mayUseShell)
        == Load(found: "local", place: Self.place, questions: 1))
  }

  @Test("where sh is needed for more than that, it is asked no second time")
  func shell() {
    let text = "name=$(hostname)\n"
    #expect(
      load(text, answer: "/opt\n", mayUseShell: true)
        == Load(found: "sh", place: Self.place, shells: 1, questions: 1))
    #expect(
      load(text, answer: "/opt\n", mayUseShell: false)
        == Load(
          failure:
            "/etc/rc.conf:1: a command substitution: needs /bin/sh, and "
            + "--no-shell forbids that", questions: 1))
  }

  @Test("FreeBSD asks sysctl(8), Linux nothing")
  func platforms() {
    #expect(FreeBSD().localbaseQuestion == Command("/sbin/sysctl", ["-n", "user.localbase"]))
    #expect(Linux().localbaseQuestion == nil)
  }
}
