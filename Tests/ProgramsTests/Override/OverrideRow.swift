import TestSupport
import Testing

/// A file for an override, and the result of a run with it.
struct OverrideRow: CustomTestStringConvertible, Equatable, Sendable {
  var testDescription: String
  var file: SimulatedFile
  /// The exit status of hyperv_vfup.
  var exit: Int32
  /// The reason why the override was not run; nil if it was.
  var failure: String?
  /// The messages for the administrator.
  var messages: [String]

  init(
    _ situation: String, _ file: SimulatedFile, exit: Int32, failure: String? = nil,
    messages: [String] = []
  ) {
    testDescription = situation
    self.file = file
    self.exit = exit
    self.failure = failure
    self.messages = messages
  }

  /// The row with the result of a run.
  init(_ situation: String, _ file: SimulatedFile, _ run: ParityRun) {
    self.init(situation, file, exit: run.exit, failure: run.failure, messages: run.messages)
  }
}

extension SimulatedFile {
  /// Returns an override that exits with status 3.
  static func script(_ permissions: UInt16, owner: UInt32 = 0, group: UInt32 = 0) -> SimulatedFile {
    SimulatedFile("#!/bin/sh\nexit 3\n", permissions: permissions, owner: owner, group: group)
  }
}
