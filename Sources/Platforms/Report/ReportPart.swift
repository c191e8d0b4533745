import Failover

/// A part of what `hyperv_vfctl report` shows of a system.
package struct ReportPart: Hashable, Sendable {
  /// What the part is about: its title in the report.
  package var topic: Topic
  /// What is shown in it, in this order.
  package var sources: [Source]

  /// A part with these sources.
  package init(_ topic: Topic, _ sources: [Source]) {
    self.topic = topic
    self.sources = sources
  }

  /// The parts that a system has something for.
  package enum Topic: String, Hashable, Sendable {
    /// Kernel, distribution, hardware.
    case system
    /// Files that start the programs, and what the system made of them.
    case rules = "rules and units"
    /// What the programs and the kernel logged.
    case log
    /// Interfaces, addresses, routes.
    case network
  }

  /// Where a piece of the report comes from.
  package enum Source: Hashable, Sendable {
    /// A command; of several paths, separated by blanks, the first that is there is run.
    case command(paths: String, arguments: [String])
    /// The lines of a command's output that have one of these words in them; the last ones count.
    case matching(paths: String, arguments: [String], words: [String])
    /// A file.
    case file(String)
    /// The files in a folder whose names have this in them.
    case files(in: String, having: String)
    /// Of each folder or link in a folder: these files, in a line each, and where these links lead.
    case facts(in: String, files: [String], links: [String])
  }
}
