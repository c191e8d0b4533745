import Failover
import Platforms
import RCConf

/// rc.conf and the other files that rc(8) reads with it, in the order of rc.subr's `load_rc_config
/// netif`.
package struct ConfigFiles {
  /// Access to the files of the guest, for the evaluator of rc.conf.
  let files: FileAccess
  /// Runs a script, the argument, with /bin/sh. Returns what the script wrote to descriptor 3.
  /// Throws if sh cannot be run or stops early.
  private let shell: (String) throws(Failure) -> [UInt8]
  /// The paths of the files to read if there is no /etc/defaults/rc.conf, which would name them.
  let fallback: [String]
  /// Returns the output of `sysctl -n user.localbase`, such as `/usr/local`, for
  /// /etc/defaults/rc.conf, which runs this command. Nil if the command fails.
  let localbase: () -> [UInt8]?

  /// The configuration in `files`. `fallback` are the paths to read if there is no
  /// /etc/defaults/rc.conf. `localbase` returns the output of `sysctl -n user.localbase`, and is
  /// called at most once. `shell` runs a script with /bin/sh and returns what it wrote to
  /// descriptor 3.
  package init(
    _ files: FileAccess, withoutDefaults fallback: [String],
    localbase: @escaping () -> [UInt8]? = { nil },
    shell: @escaping (String) throws(Failure) -> [UInt8]
  ) {
    self.files = files
    self.fallback = fallback
    self.localbase = Self.once(localbase)
    self.shell = shell
  }

  /// Returns a function that calls `ask` the first time, and returns that answer every time: the
  /// files may be evaluated twice.
  private static func once(_ ask: @escaping () -> [UInt8]?) -> () -> [UInt8]? {
    var answer: [UInt8]?
    var isAsked = false
    return {
      if !isAsked { answer = ask() }
      isAsked = true
      return answer
    }
  }

  /// Returns the variables that all files set; empty if there are no files. The second result is
  /// the reason why /bin/sh had to evaluate the files; nil if that was not needed.
  ///
  /// Throws if sh would stop at an error, or if /bin/sh is needed and `mayUseShell` is false.
  package func load(mayUseShell: Bool) throws(Failure) -> (Variables, ShellReason?) {
    // Most Linux guests have none of these files, and udev waits until this is done. FreeBSD always
    // has /etc/defaults/rc.conf.
    guard isThere(Self.defaults) || named(by: Variables([])).contains(where: isThere) else {
      return (Variables([]), nil)
    }
    let answer = try evaluate(Self.script(withoutDefaults: fallback), mayUseShell: mayUseShell)
    // If sh has read the files, they are read once more here, so that `files` can warn about their
    // owners and permissions.
    if answer.1 != nil { _ = paths(in: answer.0) }
    return answer
  }

  private func isThere(_ path: String) -> Bool { files.attributes(path) != nil }

  /// Returns what `load(mayUseShell:)` returns, but for /etc/rc.conf only, the one file that the
  /// script hyperv_vfattach of FreeBSD reads. Throws for the same reasons, and if the file is
  /// missing.
  package func loadMainFile(mayUseShell: Bool) throws(Failure) -> (Variables, ShellReason?) {
    try evaluate(Array(". /etc/rc.conf\n".utf8), mayUseShell: mayUseShell)
  }

  /// Throws if sh would stop at an error in /etc/rc.conf, or if /bin/sh is needed to evaluate it
  /// and `mayUseShell` is false. Does not throw if the file is missing.
  package func checkMainFile(mayUseShell: Bool) throws(Failure) {
    let script = "[ ! -r /etc/rc.conf ] || . /etc/rc.conf\n"
    _ = try evaluate(Array(script.utf8), mayUseShell: mayUseShell)
  }

  /// Returns what `load(mayUseShell:)` returns, but for the files at `paths`, evaluated in this
  /// order. Throws for the same reasons, and if a file is missing.
  package func load(
    _ paths: [String], mayUseShell: Bool
  ) throws(Failure) -> (Variables, ShellReason?) {
    // `.` searches a name without a slash in PATH.
    let lines = paths.map { ". \(PlanText.quoted($0.contains("/") ? $0 : "./" + $0))\n" }
    return try evaluate(Array(lines.joined().utf8), mayUseShell: mayUseShell)
  }

  /// The paths of all files that are evaluated, in the order in which they are read, including
  /// files that other files source. Empty if there are no files. A name that only /bin/sh can find
  /// out is missing. `variables` are those of all files.
  package func paths(in variables: Variables) -> [String] {
    var read: [String] = []
    var noting = files
    noting.read = { path in
      let contents = files.read(path)
      if case .bytes = contents, !read.contains(path) { read.append(path) }
      return contents
    }
    let evaluator = Evaluator(files: noting, localbase: localbase, environment: Self.environment)
    _ = evaluator.run(Self.script(withoutDefaults: fallback), named: "load_rc_config")
    for path in named(by: variables) { _ = noting.read(path) }
    var next = 0
    while next < read.count {
      guard case .bytes(let text) = files.read(read[next]) else { break }
      let sourced = Evaluator.filesSourced(by: text, named: read[next], given: variables)
      for path in sourced { _ = noting.read(path) }
      next += 1
    }
    return read
  }

  /// The paths of the files that `load_rc_config` of rc.subr(8) reads if they exist:
  /// /etc/defaults/rc.conf, the files in `rc_conf_files`, and those in the folders rc.conf.d.
  /// `variables` are those of rc.conf.
  private func named(by variables: Variables) -> [String] {
    let words = { (name: String) -> [String] in
      String(decoding: variables[name]?.bytes ?? [], as: UTF8.self).words
    }
    let listed = words("rc_conf_files")
    let folders =
      ["/etc"] + words("local_startup").map { $0.hasSuffix("/rc.d") ? String($0.dropLast(5)) : $0 }
    let parts = folders.flatMap { folder in
      ["netif", "hyperv_vf"].flatMap { name -> [String] in
        let path = "\(folder)/rc.conf.d/\(name)"
        return (files.list(path) ?? []).sorted(byText: { $0 }).map { "\(path)/\($0)" } + [path]
      }
    }
    return [Self.defaults] + (listed.isEmpty ? fallback : listed) + parts
  }

  /// True if one of the usual rc.conf files contains one of `names`, which are names of variables,
  /// even in a comment.
  ///
  /// Cheaper than evaluating the files. Can miss a name that is in another file, which rc.conf
  /// sources.
  package func mention(_ names: [String]) -> Bool {
    let words = names.map { Array($0.utf8) }
    let usual = ["/etc/rc.conf.local", "/etc/rc.conf.d/hyperv_vf"]
    return (fallback + usual + ["/usr/local/etc/rc.conf.d/hyperv_vf"]).contains { path in
      guard case .bytes(let text) = files.read(path) else { return false }
      return words.contains { text.holds($0) }
    }
  }

  private func evaluate(
    _ script: [UInt8], mayUseShell: Bool
  ) throws(Failure) -> (Variables, ShellReason?) {
    let evaluator = Evaluator(files: files, localbase: localbase, environment: Self.environment)
    switch evaluator.run(script, named: "load_rc_config") {
    case .complete: return (evaluator.variables, nil)
    case .stopped(let error): throw .shellStops(error)
    case .needsShell(let reason):
      guard mayUseShell else { throw .needsShell(reason) }
      let known = evaluator.variables
      return (try askShell(script, reason, known), reason)
    }
  }

  /// Has /bin/sh run `script`, and returns the variables that the script sets. sh prints all
  /// variables before and after the script, separated by a NUL; those that sh sets itself are left
  /// out.
  ///
  /// `known` are the variables that the evaluator knew before it needed the shell, because of
  /// `reason`. A variable with the same value in `known` keeps its file and line. The others get
  /// the file that needed the shell, without a line.
  private func askShell(
    _ script: [UInt8], _ reason: ShellReason, _ known: Variables
  ) throws(Failure) -> Variables {
    let script = String(decoding: script, as: UTF8.self)
    let printed = try shell("set >&3\nprintf '\\0' >&3\n\(script)set >&3\n")
    let parts = printed.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
    let own = try readBack(parts.first ?? [])
    let place = SourceLocation(file: reason.location.file, line: nil)
    return Variables(
      try readBack(parts.last ?? []).sorted.compactMap { variable in
        if let before = known[variable.name], before.bytes == variable.bytes { return before }
        guard own[variable.name]?.bytes != variable.bytes else { return nil }
        return Variable(name: variable.name, bytes: variable.bytes, location: place)
      })
  }

  /// The variables in `text`, the output of sh's `set`, which consists of plain assignments. Throws
  /// if `text` has another form.
  private func readBack(_ text: ArraySlice<UInt8>) throws(Failure) -> Variables {
    let evaluator = Evaluator(files: files, namesAreSpecial: false)
    switch evaluator.run(Array(text), named: "/bin/sh") {
    case .complete: return evaluator.variables
    case .stopped(let error): throw .shellStops(error)
    case .needsShell(let reason): throw .needsShell(reason)
    }
  }

  private static let defaults = "/etc/defaults/rc.conf"

  /// The environment variables with which rc.conf is evaluated, as names and values: HOME and PATH,
  /// as rc(8) and devd(8) set them.
  package static let environment: [(String, [UInt8])] = [
    ("HOME", Array("/".utf8)), ("PATH", Array(ChildEnvironment.path.utf8)),
  ]

  /// A script that sets the variables as `load_rc_config netif` of rc.subr(8) does, for the
  /// evaluator and for /bin/sh. `fallback` are the paths to read if there is no
  /// /etc/defaults/rc.conf. As bytes, because the evaluator takes bytes.
  private static func script(withoutDefaults fallback: [String]) -> [UInt8] {
    var script = Array(beginning.utf8)
    for path in fallback {
      script.append(UInt8(ascii: " "))
      script += path.utf8
    }
    return script + end.utf8
  }

  private static let beginning = """
    if [ -r /etc/defaults/rc.conf ]; then
      . /etc/defaults/rc.conf
      source_rc_confs
    else
      for _hyperv_file in
    """

  private static let end = """
    ; do
        if [ -r "$_hyperv_file" ]; then . "$_hyperv_file"; fi
      done
    fi
    for _hyperv_folder in /etc ${local_startup}; do
      for _hyperv_name in netif hyperv_vf; do
        _hyperv_file="${_hyperv_folder%/rc.d}/rc.conf.d/$_hyperv_name"
        [ -e "$_hyperv_file" ] || continue
        if [ -f "$_hyperv_file" ]; then
          . "$_hyperv_file"
        elif [ -d "$_hyperv_file" ]; then
          for _hyperv_file in "$_hyperv_file"/*; do
            if [ -f "$_hyperv_file" ]; then . "$_hyperv_file"; fi
          done
        fi
      done
    done

    """
}

extension [UInt8] {
  /// True if the bytes `word` occur in this array. `word` must not be empty.
  fileprivate func holds(_ word: [UInt8]) -> Bool {
    var rest = self[...]
    while let start = rest.firstIndex(of: word[0]) {
      rest = rest[start...]
      if rest.starts(with: word) { return true }
      rest = rest.dropFirst()
    }
    return false
  }
}
