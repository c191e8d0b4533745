import Failover
import Platforms
import RCConf

/// rc.conf and the files around it, read in the order of rc.subr's `load_rc_config netif`.
package struct ConfigFiles {
  /// Reads files for the evaluator.
  let files: FileAccess
  /// Runs /bin/sh where a value needs a command; what it printed to descriptor 3.
  private let shell: (String) throws(Failure) -> [UInt8]
  /// The files that count where there is no /etc/defaults/rc.conf to name them.
  let fallback: [String]
  /// What `sysctl -n user.localbase` prints, for the evaluator; nil where there is no such thing.
  let localbase: () -> [UInt8]?

  /// The configuration that `files` hold; `localbase` is asked at most once.
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

  /// The same answer each time: one load may read the files twice.
  private static func once(_ ask: @escaping () -> [UInt8]?) -> () -> [UInt8]? {
    var answer: [UInt8]?
    var isAsked = false
    return {
      if !isAsked { answer = ask() }
      isAsked = true
      return answer
    }
  }

  /// What every rc.conf file together sets, and by what the shell was needed, if it was.
  ///
  /// Throws where sh would stop, or where the shell is needed and `mayUseShell` is false.
  package func load(mayUseShell: Bool) throws(Failure) -> (Variables, ShellReason?) {
    // Most Linux guests have none of them, and at each event of a NIC somebody waits for the answer.
    // FreeBSD always has the first.
    guard isThere(Self.defaults) || named(by: Variables([])).contains(where: isThere) else {
      return (Variables([]), nil)
    }
    let answer = try evaluate(Self.script(withoutDefaults: fallback), mayUseShell: mayUseShell)
    // sh does not tell what it reads, and who warns of files has to see them.
    if answer.1 != nil { _ = paths(in: answer.0) }
    return answer
  }

  private func isThere(_ path: String) -> Bool { files.attributes(path) != nil }

  /// What /etc/rc.conf alone sets: hyperv_vfattach of the scripts sources nothing else.
  package func loadMainFile(mayUseShell: Bool) throws(Failure) -> (Variables, ShellReason?) {
    try evaluate(Array(". /etc/rc.conf\n".utf8), mayUseShell: mayUseShell)
  }

  /// Throws where sh would stop in /etc/rc.conf; that there is none is no error.
  package func checkMainFile(mayUseShell: Bool) throws(Failure) {
    let script = "[ ! -r /etc/rc.conf ] || . /etc/rc.conf\n"
    _ = try evaluate(Array(script.utf8), mayUseShell: mayUseShell)
  }

  /// What these files set, one after the other.
  package func load(
    _ paths: [String], mayUseShell: Bool
  ) throws(Failure) -> (Variables, ShellReason?) {
    // Without a slash `.` would look for the file in PATH.
    let lines = paths.map { ". \(PlanText.quoted($0.contains("/") ? $0 : "./" + $0))\n" }
    return try evaluate(Array(lines.joined().utf8), mayUseShell: mayUseShell)
  }

  /// Every file that counts, in the order of reading; those that others source are among them, as far
  /// as their names can be told where only /bin/sh can. `variables` are what all of them set.
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

  /// The files that `load_rc_config` looks for, whether they are there or not.
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
        return (files.list(path) ?? []).sorted().map { "\(path)/\($0)" } + [path]
      }
    }
    return [Self.defaults] + (listed.isEmpty ? fallback : listed) + parts
  }

  /// Whether one of the files that usually have our settings holds one of these names, be it in a
  /// comment.
  ///
  /// Not more than a hint, at little cost before they are read as sh reads them: rc.conf may source
  /// others.
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

  /// Has /bin/sh run the same script and print its variables before and after, a NUL between.
  ///
  /// What sh has by itself is left out. A value that was known before the shell was needed keeps
  /// its place; the others have that of the file that needed it.
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

  /// The variables in what sh's `set` printed, which is plain assignments.
  private func readBack(_ text: ArraySlice<UInt8>) throws(Failure) -> Variables {
    let evaluator = Evaluator(files: files, namesAreSpecial: false)
    switch evaluator.run(Array(text), named: "/bin/sh") {
    case .complete: return evaluator.variables
    case .stopped(let error): throw .shellStops(error)
    case .needsShell(let reason): throw .needsShell(reason)
    }
  }

  private static let defaults = "/etc/defaults/rc.conf"

  /// The environment in which rc.conf is read: that of rc(8) and devd(8), whatever ours is.
  package static let environment: [(String, [UInt8])] = [
    ("HOME", Array("/".utf8)), ("PATH", Array(ChildEnvironment.path.utf8)),
  ]

  /// `load_rc_config netif` in our own words: one text for the evaluator and for /bin/sh.
  ///
  /// In bytes, as the evaluator takes it.
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
  /// Whether these bytes have `word` among them, which is not empty.
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
