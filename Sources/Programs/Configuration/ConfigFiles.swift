import Failover
import Platforms
import RCConf

/// rc.conf and the other files that rc(8) reads with it, in the order of rc.subr's `load_rc_config
/// netif`.
package struct ConfigFiles {
  /// The files of the guest, as the evaluator of rc.conf reads them.
  let files: FileAccess
  /// Runs a script with /bin/sh and returns what the script wrote to descriptor 3.
  private let shell: (String) throws(Failure) -> [UInt8]
  /// The files to read if there is no /etc/defaults/rc.conf that names them.
  let fallback: [String]
  /// Returns the output of `sysctl -n user.localbase`, which /etc/defaults/rc.conf runs; nil if the
  /// command fails.
  let localbase: () -> [UInt8]?

  /// The configuration in `files`. `fallback` are the paths to read if there is no
  /// /etc/defaults/rc.conf. `localbase` is called at most once.
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

  /// Returns a function that calls `ask` the first time and returns the same answer each time,
  /// since one `load` may evaluate the files twice.
  private static func once(_ ask: @escaping () -> [UInt8]?) -> () -> [UInt8]? {
    var answer: [UInt8]?
    var isAsked = false
    return {
      if !isAsked { answer = ask() }
      isAsked = true
      return answer
    }
  }

  /// The variables of all files, and the reason why a shell was needed; nil if none was.
  ///
  /// Throws if sh would stop, or if a shell is needed and `mayUseShell` is false.
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

  /// The variables of /etc/rc.conf only, which is all that hyperv_vfattach of the scripts reads.
  /// Throws under the same conditions as `load`.
  package func loadMainFile(mayUseShell: Bool) throws(Failure) -> (Variables, ShellReason?) {
    try evaluate(Array(". /etc/rc.conf\n".utf8), mayUseShell: mayUseShell)
  }

  /// Throws if sh would stop in /etc/rc.conf, or if a shell is needed and `mayUseShell` is false. A
  /// missing file is no error.
  package func checkMainFile(mayUseShell: Bool) throws(Failure) {
    let script = "[ ! -r /etc/rc.conf ] || . /etc/rc.conf\n"
    _ = try evaluate(Array(script.utf8), mayUseShell: mayUseShell)
  }

  /// The variables of the files at `paths`, read in this order. Throws under the same conditions as
  /// `load` for all files.
  package func load(
    _ paths: [String], mayUseShell: Bool
  ) throws(Failure) -> (Variables, ShellReason?) {
    // `.` searches a name without a slash in PATH.
    let lines = paths.map { ". \(PlanText.quoted($0.contains("/") ? $0 : "./" + $0))\n" }
    return try evaluate(Array(lines.joined().utf8), mayUseShell: mayUseShell)
  }

  /// Every file that is read, in order, with the files that it sources, as far as their names are
  /// known without /bin/sh. `variables` are those of all files.
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

  /// The files that `load_rc_config` reads if they exist.
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

  /// True if one of the usual rc.conf files contains one of these names, even in a comment.
  ///
  /// Cheaper than evaluating the files. Can miss a name, since rc.conf may source other files.
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

  /// Has /bin/sh run the same script and print its variables before and after, separated by a NUL.
  ///
  /// Variables that sh sets itself are left out. A variable whose value the evaluator knew before
  /// it needed the shell keeps its file and line. The others get the file that needed the shell,
  /// without a line.
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

  /// The variables in the output of sh's `set`, which consists of plain assignments.
  private func readBack(_ text: ArraySlice<UInt8>) throws(Failure) -> Variables {
    let evaluator = Evaluator(files: files, namesAreSpecial: false)
    switch evaluator.run(Array(text), named: "/bin/sh") {
    case .complete: return evaluator.variables
    case .stopped(let error): throw .shellStops(error)
    case .needsShell(let reason): throw .needsShell(reason)
    }
  }

  private static let defaults = "/etc/defaults/rc.conf"

  /// The environment for reading rc.conf, which is that of rc(8) and devd(8).
  package static let environment: [(String, [UInt8])] = [
    ("HOME", Array("/".utf8)), ("PATH", Array(ChildEnvironment.path.utf8)),
  ]

  /// `load_rc_config netif` of rc.subr(8) as a script, for the evaluator and for /bin/sh. As bytes,
  /// because the evaluator takes bytes.
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
  /// True if these bytes contain `word`, which is not empty.
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
