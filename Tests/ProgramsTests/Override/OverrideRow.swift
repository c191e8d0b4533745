import TestSupport
import Testing

/// A file for an override, and what becomes of it.
struct OverrideRow: CustomTestStringConvertible, Equatable, Sendable {
  var testDescription: String
  var file: SimulatedFile
  /// What hyperv_vfup exits with.
  var exit: Int32
  /// Why it was not run.
  var failure: String?
  /// What the administrator is told.
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

  /// What a run made of it.
  init(_ situation: String, _ file: SimulatedFile, _ run: ParityRun) {
    self.init(situation, file, exit: run.exit, failure: run.failure, messages: run.messages)
  }
}

extension SimulatedFile {
  /// An override that exits with 3.
  static func script(_ permissions: UInt16, owner: UInt32 = 0, group: UInt32 = 0) -> SimulatedFile {
    SimulatedFile("#!/bin/sh\nexit 3\n", permissions: permissions, owner: owner, group: group)
  }
}
