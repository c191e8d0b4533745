import Failover

/// Which of the programs was called.
package enum Program: String, Sendable, CaseIterable {
  /// Decides whether a NIC that arrived is a VF, and brings it up a while later.
  case vfattach = "hyperv_vfattach"
  /// Builds the bond of a synthetic NIC and its VF.
  case vfup = "hyperv_vfup"
  /// Shows and checks.
  case vfctl = "hyperv_vfctl"
}

/// What a command line asks for.
package enum Invocation: Hashable, Sendable {
  /// Print the usage.
  case help
  /// Print the version.
  case version
  /// `hyperv_vfattach IFACE DELAY`
  case attach(InterfaceName, Attachment.Stage, RunOptions)
  /// `hyperv_vfup HN`
  case up(UpRequest, RunOptions)
}

/// What hyperv_vfup is asked for.
package struct UpRequest: Hashable, Sendable {
  /// The synthetic NIC.
  package var synthetic: InterfaceName
  /// Whether the bond is to be configured, or only made.
  package var scope = Takeover.Scope.whole
  /// Whether a program of the administrator's may do it instead.
  package var allowsOverride = true
  /// Its VF, which has just arrived and has to come up in the end; nil: something else is the reason.
  package var arrived: InterfaceName?

  /// A takeover of `synthetic`.
  package init(_ synthetic: InterfaceName) { self.synthetic = synthetic }
}

/// How a program is to go about it.
package struct RunOptions: Hashable, Sendable {
  /// Print what would be done, and change nothing.
  package var isDryRun = false
  /// Tell each command.
  package var isVerbose = false
  /// Do not let /bin/sh read rc.conf, not even where it runs a command.
  package var avoidsShell = false
  /// The retry that this process is to make; nil: it is none.
  package var retrying: Retry.Ticket?

  /// The defaults: do it, in silence.
  package init() {}
}

/// What is wrong with a command line.
package enum UsageError: Error, Hashable, Sendable {
  /// An option that the program, or the verb, does not have, and the one that is nearest to it.
  case unknownOption(String, nearest: String? = nil)
  /// An option without the value that it takes.
  case valueMissing(String)
  /// A value that the option cannot have, and those that it can.
  case unknownValue(String, of: String, among: [String])
  /// Too few arguments, or too many.
  case argumentCount(Int, expected: Int)
  /// No kernel takes that as an interface's name.
  case notAnInterface(String)
  /// Not a whole number of seconds.
  case notADelay(String)
  /// hyperv_vfctl without a verb.
  case verbMissing
  /// A verb that hyperv_vfctl does not have.
  case unknownVerb(String, nearest: String? = nil)
}

extension Invocation {
  /// Reads the words behind the program's name.
  ///
  /// `name` is the program as it was called: under the name `hyperv_vfup.hn1` it is the override of
  /// hn1, takes hn1 from there, and looks for no override again.
  package static func parse(
    _ words: [String], as program: Program, named name: String, at path: String
  ) throws(UsageError) -> Invocation {
    var rest: [String] = []
    var given: Set<CommandOption> = []
    for (index, word) in words.enumerated() {
      if word == "--" {
        rest += words[(index + 1)...]
        break
      }
      guard word.hasPrefix("-") else {
        rest.append(word)
        continue
      }
      do throws(UsageError) {
        given.formUnion(try CommandOption.options(in: word, of: program))
      } catch {
        // `mce0 -1`: the delay is what is wrong there.
        guard !rest.isEmpty else { throw error }
        rest.append(word)
      }
    }
    if given.contains(.help) { return .help }
    if given.contains(.version) { return .version }
    var options = RunOptions()
    options.isDryRun = given.contains(.dryRun)
    options.isVerbose = given.contains(.verbose)
    options.avoidsShell = given.contains(.noShell)
    if program == .vfattach { return try attach(rest, at: path, options) }

    let own = synthetic(inName: name)
    var request = UpRequest(try interface(in: own.map { [$0] + rest } ?? rest, count: 1, first: 0))
    let joinsOnly = given.contains(.joinOnly)
    request.scope = joinsOnly ? .joinOnly(then: []) : .whole
    request.allowsOverride = !given.contains(.noOverride) && own == nil && !joinsOnly
    return .up(request, options)
  }

  private static func attach(
    _ words: [String], at path: String, _ options: RunOptions
  ) throws(UsageError) -> Invocation {
    let name = try interface(in: words, count: 2, first: 0)
    let digits = words[1]
    guard digits.hasOnlyDigits, let delay = Int32(digits) else {
      throw .notADelay(digits)
    }
    let stage: Attachment.Stage =
      delay == 0 ? .first(program: path) : .second(after: .seconds(Int64(delay)))
    return .attach(name, stage, options)
  }

  private static func interface(
    in words: [String], count: Int, first: Int
  ) throws(UsageError) -> InterfaceName {
    guard words.count == count else { throw .argumentCount(words.count, expected: count) }
    guard let name = InterfaceName(words[first]) else { throw .notAnInterface(words[first]) }
    return name
  }

  /// `hn1` in `hyperv_vfup.hn1`; nil under any other name.
  private static func synthetic(inName name: String) -> String? {
    let prefix = Program.vfup.rawValue + "."
    return name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : nil
  }
}
