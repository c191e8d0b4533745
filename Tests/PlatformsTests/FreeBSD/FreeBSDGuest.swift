import Failover
import Platforms
import TestSupport

/// A FreeBSD guest with fixed answers. It records the queries in order.
final class FreeBSDGuest: GuestView {
  /// The output of each command, by command line. A command without an answer ends with status 1.
  var answers: [String: String] = [:]
  /// The command lines of commands that hang.
  var hanging: Set<String> = []
  /// The text of each file, by path.
  var files: [String: String] = [:]
  /// The executable files.
  var executables: Set<String> = []
  /// All queries in order: command lines, and paths of files.
  private(set) var asked: [String] = []

  func run(_ query: Command) throws(GuestError) -> CommandResult {
    let line = ([query.executable] + query.arguments).joined(separator: " ")
    asked.append(line)
    if hanging.contains(line) { return Self.hung }
    guard let answer = answers[line] ?? answerOfSysctl(query) else {
      return CommandResult(.exit(1))
    }
    return CommandResult(.exit(0), output: answer)
  }

  /// Returns the output of sysctl for several names; nil if one of them has no answer.
  private func answerOfSysctl(_ query: Command) -> String? {
    let oids = query.arguments.dropFirst()
    let known = oids.compactMap { answers[Self.sysctl($0)] }
    guard query.executable == "/sbin/sysctl", known.count == oids.count else { return nil }
    return known.joined()
  }

  func contents(of path: String) throws(GuestError) -> [UInt8]? {
    asked.append("read \(path)")
    return files[path].map { Array($0.utf8) }
  }

  func names(in folder: String) throws(GuestError) -> [String]? {
    asked.append("list \(folder)")
    return nil
  }

  func target(ofLink path: String) throws(GuestError) -> String? {
    asked.append("link \(path)")
    return nil
  }

  func isExecutable(_ path: String) -> Bool {
    asked.append("executable \(path)")
    return executables.contains(path)
  }

  func ownership(of path: String) throws(GuestError) -> FileOwnership? {
    asked.append("owner \(path)")
    return nil
  }
}

extension FreeBSDGuest {
  static let hung = CommandResult(.deadlinePassed(15))
  static let netstat = "/usr/bin/netstat -rnW"

  static func sysctl(_ oids: String...) -> String {
    "/sbin/sysctl -n \(oids.joined(separator: " "))"
  }
  static func ps(_ process: Int) -> String { "/bin/ps -ww -o command= -p \(process)" }

  static let hn0 = sure(InterfaceName("hn0"))
  static let lagg0 = sure(InterfaceName("lagg0"))
  static let vf = sure(InterfaceName("mlxen0"))

  static func address(_ text: String) -> InterfaceAddress { sure(InterfaceAddress(text)) }

  static func route(
    _ destination: String, _ gateway: String?, _ name: InterfaceName,
    _ family: AddressFamily = .inet
  ) -> Route {
    Route(
      to: destination, family: family, via: gateway.map { sure(IPAddress($0)) }, through: name)
  }

  /// Returns the output of ifconfig(8) for an interface, with these lines after the first one.
  static func listing(_ name: String, flags: String = "UP,RUNNING", _ lines: String...) -> String {
    (["\(name): flags=8843<\(flags)> metric 0 mtu 1500"] + lines.map { "\t\($0)" })
      .joined(separator: "\n") + "\n"
  }
}
