import Failover

/// One of the three programs.
package enum Program: String, Sendable, CaseIterable {
  /// Runs when a NIC has arrived. If the NIC is a VF, waits some seconds and then makes the bond
  /// (FreeBSD), or starts hyperv_vfup, which makes it (Linux).
  case vfattach = "hyperv_vfattach"
  /// Makes the bond of a synthetic NIC and its VF, and moves the addresses, routes and DHCP client
  /// to the bond.
  case vfup = "hyperv_vfup"
  /// Shows, checks and changes pairs.
  case vfctl = "hyperv_vfctl"
}

/// A parsed command line of hyperv_vfattach or hyperv_vfup.
package enum Invocation: Hashable, Sendable {
  /// Print the usage.
  case help
  /// Print the version.
  case version
  /// `hyperv_vfattach IFACE DELAY`: the NIC, the stage that DELAY selects (0 is the first), and the
  /// options.
  case attach(InterfaceName, Attachment.Stage, RunOptions)
  /// `hyperv_vfup HN`: the request to take over the synthetic NIC HN, and the options.
  case up(UpRequest, RunOptions)
}

/// The task of one run of hyperv_vfup: which synthetic NIC to take over, and how.
package struct UpRequest: Hashable, Sendable {
  /// The synthetic NIC.
  package var synthetic: InterfaceName
  /// The part of the takeover to make: all of it, or only the bond with both NICs.
  package var scope = Takeover.Scope.whole
  /// True if hyperv_vfup may run an override (`hyperv_vfup.hn0`) in its place.
  package var allowsOverride = true
  /// The VF whose arrival has caused this run of hyperv_vfattach; it is brought up at the end. Nil
  /// if hyperv_vfup itself was called.
  package var arrived: InterfaceName?

  /// The task of a whole takeover of `synthetic`, in place of which an override may run. `arrived`
  /// is nil.
  package init(_ synthetic: InterfaceName) { self.synthetic = synthetic }
}

/// The options of one run of a program.
package struct RunOptions: Hashable, Sendable {
  /// Print the commands and change nothing.
  package var isDryRun = false
  /// Print each command before it runs.
  package var isVerbose = false
  /// Do not run /bin/sh, and fail if only /bin/sh can evaluate rc.conf.
  package var avoidsShell = false
  /// The retry of a failed takeover that this process carries out; nil if the process was not
  /// started for a retry.
  package var retrying: Retry.Ticket?

  /// The defaults: carry out the plan, and do not print its commands.
  package init() {}
}

/// An error in a command line.
package enum UsageError: Error, Hashable, Sendable {
  /// An option is unknown. The values are the option and the most similar known one; nil if none is
  /// similar.
  case unknownOption(String, nearest: String? = nil)
  /// An option was given without the value that it needs. The value is the name of the option.
  case valueMissing(String)
  /// The first value is not valid for the option (or verb) `of`. The valid ones are `among`.
  case unknownValue(String, of: String, among: [String])
  /// The number of arguments is the first value, and not `expected`.
  case argumentCount(Int, expected: Int)
  /// The argument that names an interface is missing.
  case interfaceMissing
  /// Two options were given that exclude each other.
  case conflictingOptions(String, String)
  /// An argument is to name an interface, but no interface can have this name. The value is the
  /// argument.
  case notAnInterface(String)
  /// The argument DELAY is not a whole number of seconds. The value is the argument.
  case notADelay(String)
  /// hyperv_vfctl was called without a verb.
  case verbMissing
  /// A verb is unknown. The values are the verb and the most similar known one; nil if none is
  /// similar.
  case unknownVerb(String, nearest: String? = nil)
}

extension Invocation {
  /// Parses `words`, the command line of hyperv_vfattach or hyperv_vfup after the name of the
  /// program. Throws if an option, an argument or the number of arguments is wrong.
  ///
  /// `name` is the name by which the program was called. As `hyperv_vfup.hn1` the program is an
  /// override for hn1: it takes hn1 from its name, and runs no override itself. `path` is the path
  /// of the program, by which the first stage of hyperv_vfattach starts the second.
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

  /// The synthetic NIC in the name of an override: `hn1` for `hyperv_vfup.hn1`. Nil for any other
  /// name.
  private static func synthetic(inName name: String) -> String? {
    name.removing(prefix: Program.vfup.rawValue + ".").map { String($0) }
  }
}
