import Failover

/// A part of the system that `hyperv_vfctl report` shows.
package struct ReportPart: Hashable, Sendable {
  /// The topic of the part. It is the title in the report.
  package var topic: Topic
  /// The sources of the part, in the order of the report.
  package var sources: [Source]

  /// A part with these sources.
  package init(_ topic: Topic, _ sources: [Source]) {
    self.topic = topic
    self.sources = sources
  }

  /// The topics for which a platform has sources.
  package enum Topic: String, Hashable, Sendable {
    /// Kernel, distribution, hardware.
    case system
    /// Files that start the programs, and the state of their rules and units.
    case rules = "rules and units"
    /// Log messages of the programs and the kernel.
    case log
    /// Interfaces, addresses, routes.
    case network
  }

  /// A source of texts for the report: a command, a file or a folder.
  package enum Source: Hashable, Sendable {
    /// The output of a command. `paths` are separated by blanks; the first that exists is run.
    case command(paths: String, arguments: [String])
    /// The lines of a command's output that contain one of `words`. If there are too many
    /// lines, the last ones are kept.
    case matching(paths: String, arguments: [String], words: [String])
    /// The contents of the file at this path.
    case file(String)
    /// The contents of the files in a folder whose names contain `having`.
    case files(in: String, having: String)
    /// For each entry of a folder: the contents of `files`, one line each, and the targets of
    /// `links`.
    case facts(in: String, files: [String], links: [String])
  }
}
