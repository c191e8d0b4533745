import Failover

/// One of the three programs.
package enum Program: String, Sendable, CaseIterable {
  /// If a NIC that has arrived is a VF, adds the VF to the bond of its synthetic NIC and brings the
  /// VF up.
  case vfattach = "hyperv_vfattach"
  /// Makes the bond of a synthetic NIC and its VF.
  case vfup = "hyperv_vfup"
  /// Shows, checks and changes pairs.
  case vfctl = "hyperv_vfctl"
}

/// A parsed command line.
package enum Invocation: Hashable, Sendable {
  /// Print the usage.
  case help
  /// Print the version.
  case version
  /// `hyperv_vfattach IFACE DELAY`: the NIC, the stage that DELAY selects, and the options.
  case attach(InterfaceName, Attachment.Stage, RunOptions)
  /// `hyperv_vfup HN`: the request for HN, and the options.
  case up(UpRequest, RunOptions)
}

/// The request to hyperv_vfup.
package struct UpRequest: Hashable, Sendable {
  /// The synthetic NIC.
  package var synthetic: InterfaceName
  /// The part of the takeover to make: all of it, or only the bond with both NICs.
  package var scope = Takeover.Scope.whole
  /// True if an override may run instead of hyperv_vfup.
  package var allowsOverride = true
  /// The VF, if its arrival is the reason for this run; it is brought up at the end. Nil if
  /// hyperv_vfup itself was called.
  package var arrived: InterfaceName?

  /// A takeover of `synthetic`.
  package init(_ synthetic: InterfaceName) { self.synthetic = synthetic }
}

/// The options for a run.
package struct RunOptions: Hashable, Sendable {
  /// Print the commands and change nothing.
  package var isDryRun = false
  /// Print each command before it runs.
  package var isVerbose = false
  /// Fail if rc.conf runs a command, so that only /bin/sh could evaluate it.
  package var avoidsShell = false
  /// The retry of a failed takeover that this process carries out; nil if the process was not
  /// started for a retry.
  package var retrying: Retry.Ticket?

  /// The defaults: carry out the plan, and do not print its commands.
  package init() {}
}

/// An error in a command line.
package enum UsageError: Error, Hashable, Sendable {
  /// An unknown option, and the most similar known one; nil if none is similar.
  case unknownOption(String, nearest: String? = nil)
  /// The option of this name was given without its value.
  case valueMissing(String)
  /// An invalid value: the value, the option, and the valid values.
  case unknownValue(String, of: String, among: [String])
  /// This number of arguments, in place of the expected one.
  case argumentCount(Int, expected: Int)
  /// The argument given as an interface is not a name that an interface can have. The value is that
  /// argument.
  case notAnInterface(String)
  /// The argument given as a delay is not a whole number of seconds. The value is that argument.
  case notADelay(String)
  /// hyperv_vfctl was called without a verb.
  case verbMissing
  /// An unknown verb, and the most similar known one; nil if none is similar.
  case unknownVerb(String, nearest: String? = nil)
}

extension Invocation {
  /// Parses the words after the name of the program.
  ///
  /// `name` is the name by which the program was called. As `hyperv_vfup.hn1` the program is an
  /// override for hn1: it takes hn1 from its name and runs no other override. `path` is the path of
  /// the program, by which the first stage of hyperv_vfattach starts the second.
  package static func parse(
    _ words: [String], as program: Program, named name: String, at path: String
  ) throws(UsageError) -> Invocation {
    var rest: [String] = []
    var given: [CommandOption] = []
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
        given += try CommandOption.options(in: word, of: program)
      } catch {
        // `mce0 -1`: the delay is wrong, not an option.
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

  /// `hn1` from `hyperv_vfup.hn1`; nil for any other name.
  private static func synthetic(inName name: String) -> String? {
    name.removing(prefix: Program.vfup.rawValue + ".").map { String($0) }
  }
}
