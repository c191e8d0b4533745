import Failover
import RCConf

/// Computes the changes of the files of rc.conf(5) after which rc(8) makes the lagg at boot. The
/// user's own lines are changed where they are, and missing ones are added.
struct RCConfFiles {
  let request: BondAtBoot
  let guest: any GuestView
  private let settings: RCConfSettings
  private let wanted: [(String, String)]

  init(request: BondAtBoot, guest: any GuestView) {
    self.request = request
    self.guest = guest
    settings = RCConfSettings(request: request)
    wanted = settings.wanted
  }

  /// The path of the file that gets a new variable if no other file configures the NIC.
  private static var main: String { "/etc/rc.conf" }

  /// The changes of the files of rc.conf(5), and of the configuration of dhclient(8).
  ///
  /// Throws if a file cannot be read or is not UTF-8, or if the changed files would not set the
  /// wanted values, because a variable is set in a way that cannot be changed.
  var files: BootFiles {
    get throws(GuestError) {
      var found = BootFiles(try changes, unknown: settings.unknown)
      found.bridge = settings.bridge
      found.otherBond = settings.otherBond
      let flags = settings.words("dhclient_flags_\(settings.part)") ?? []
      let path = flags.value(of: "-c") ?? FreeBSD.clientConfiguration
      found.changes += try request.clientConfiguration(path, .dhclient, guest)
      return found
    }
  }

  private var changes: [FileChange] {
    get throws(GuestError) {
      guard !wanted.isEmpty else { return [] }
      var all = try texts
      var edited: [String] = []
      for index in all.indices {
        all[index].after = all[index].before.map { text in
          text.fileLines.flatMap { self.edited($0, &edited) }.joined(separator: "\n")
        }
      }
      let missing = self.missing(all, edited)
      for (name, value) in missing { try add(name, value, to: &all, isNew: !edited.contains(name)) }
      let changes = all.filter { $0.isChange }
      try check(changes)
      return changes
    }
  }

  /// The files that may be changed, each with its present text as both `before` and `after`: the
  /// ones of `request.texts`, the ones that set any of `request.variables`, and /etc/rc.conf even
  /// if it does not exist. Those in /etc/defaults are left out.
  ///
  /// Throws if a file cannot be read or is not UTF-8.
  private var texts: [FileChange] {
    get throws(GuestError) {
      var paths = request.texts.paths
      // Without a list of files: the files that the variables come from.
      for variable in request.variables.sorted where !paths.contains(variable.location.file) {
        paths.append(variable.location.file)
      }
      var all: [FileChange] = []
      for path in paths where path.hasPrefix("/") && !path.hasPrefix("/etc/defaults/") {
        guard let text = try guest.text(of: path) else { continue }
        all.append(FileChange(path: path, before: text, after: text))
      }
      if !all.contains(where: { $0.path == Self.main }) {
        let text = try guest.text(of: Self.main)
        all.append(FileChange(path: Self.main, before: text, after: text))
      }
      return all
    }
  }

  /// Returns the lines that replace `line`, a line of rc.conf; only `line` itself if it needs no
  /// change. If it is replaced, adds to `names` the variable that it set and those that the new
  /// lines set.
  private func edited(_ line: Substring, _ names: inout [String]) -> [String] {
    guard let found = RCConfLine(line), wanted.contains(where: { $0.0 == found.name }) else {
      return [String(line)]
    }
    let lines: [(String, String)]
    if found.name == "ifconfig_\(settings.part)" {
      guard let (value, tail) = found.literal else { return [String(line)] }
      lines = settings.main(of: value.words).enumerated().map { index, pair in
        (pair.0, RCConfLine.text(pair.0, pair.1) + (index == 0 ? tail : ""))
      }
    } else if RCConfSettings.lists.contains(found.name) {
      guard let (value, tail) = found.literal else { return [String(line)] }
      let all = settings.list(value.words, in: found.name).joined(separator: " ")
      lines = [(found.name, RCConfLine.text(found.name, all) + tail)]
    } else {
      let name = settings.renamed(found.name)
      lines = [(name, "\(name)=\(renamed(found))")]
    }
    for (name, _) in lines { names.append(name) }
    names.append(found.name)
    return lines.map { found.indentation + $0.1 }
  }

  /// Returns the text after the `=` of `line`, quotes and comment included. In the value, the name
  /// of the NIC is replaced by that of the lagg; the comment stays.
  private func renamed(_ line: RCConfLine) -> String {
    let tail = line.literal?.tail ?? ""
    let value = String(decoding: line.rest.utf8.dropLast(tail.utf8.count), as: UTF8.self)
    return settings.nic.replaced(by: request.bond, in: value) + tail
  }

  /// Returns the name and the value of each variable in `wanted` that the files would not set so
  /// after `changes`. Empty if they would set all. If the files cannot be evaluated, the variables
  /// in `edited`, which changed lines set, count as set.
  private func missing(_ changes: [FileChange], _ edited: [String]) -> [(String, String)] {
    guard let variables = request.texts.evaluate(changes) else {
      return wanted.filter { !$0.1.isEmpty && !edited.contains($0.0) }
    }
    return wanted.filter { !isSet($0, in: variables) }
  }

  private func isSet(_ setting: (String, String), in variables: Variables) -> Bool {
    guard let found = variables[setting.0] else {
      // Without its own variable, the NIC would get the value for all NICs.
      let isShared = setting.0 == "ifconfig_\(settings.part)_ipv6"
      return setting.1.isEmpty && !(isShared && variables["ifconfig_DEFAULT"] != nil)
    }
    return String(decoding: found.bytes, as: UTF8.self) == setting.1
  }

  /// Adds the line `name="value"` to one of the files `all`, after the line that configures the
  /// NIC. If another line of the file sets the variable, the new line goes to the end of the file,
  /// so that its value wins. `isNew` is true if no changed line sets the variable.
  private func add(
    _ name: String, _ value: String, to all: inout [FileChange], isNew: Bool
  ) throws(GuestError) {
    let place = [name, "ifconfig_\(settings.part)", "ifconfig_DEFAULT"].lazy
      .compactMap { request.variables[$0]?.location.file }
      .first { file in all.contains { $0.path == file } }
    let path = place ?? Self.main
    guard let index = all.firstIndex(where: { $0.path == path }) else { return }
    let line = RCConfLine.text(name, value)
    var lines = (all[index].after ?? "").fileLines.map(String.init)
    let anchors = [
      "ifconfig_\(settings.bondPart)", "ifconfig_\(settings.part)", "ifconfig_DEFAULT",
    ]
    let isOwn = isNew && request.variables[name].map { $0.location.file != path } ?? true
    let anchor = lines.lastIndex { line in
      RCConfLine(line[...]).map {
        anchors.contains($0.name) && $0.indentation.isEmpty && $0.literal != nil
      }
        ?? false
    }
    if isOwn, let anchor {
      lines.insert(line, at: anchor + 1)
    } else {
      if lines.last?.isEmpty == true { lines.removeLast() }
      lines += [line, ""]
    }
    all[index].after = lines.joined(separator: "\n")
  }

  /// Throws `.notUnderstood` if, after `changes`, a variable in `wanted` would not have its value,
  /// or if any other variable would get another value than now. Does nothing if the files cannot be
  /// evaluated.
  private func check(_ changes: [FileChange]) throws(GuestError) {
    guard let variables = request.texts.evaluate(changes) else { return }
    let names = wanted.map { $0.0 }
    for setting in wanted where !isSet(setting, in: variables) {
      throw failure(setting.0, RCConfLine.text(setting.0, setting.1))
    }
    for variable in request.variables.sorted + variables.sorted where !names.contains(variable.name)
    {
      guard request.variables[variable.name]?.bytes != variables[variable.name]?.bytes else {
        continue
      }
      throw failure(variable.name, "\(variable.name) would change")
    }
  }

  private func failure(_ name: String, _ line: String) -> GuestError {
    let place = request.variables[name] ?? request.variables["ifconfig_\(settings.part)"]
    return .notUnderstood(
      by: "\(place.map { "\($0.location)" } ?? Self.main): \(name) is put together in a way that "
        + "persist cannot change; write its value out", line: line)
  }
}
