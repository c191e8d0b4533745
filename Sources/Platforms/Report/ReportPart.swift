import Failover

/// A part of what `hyperv_vfctl report` prints: a topic, and the commands and files that belong to
/// it.
package struct ReportPart: Hashable, Sendable {
  /// The topic of the part. Its raw value is the title in the report.
  package var topic: Topic
  /// The commands, files and folders whose texts are shown, in the order of the report.
  package var sources: [Source]

  /// The part about `topic`, which shows the texts of `sources` in this order.
  package init(_ topic: Topic, _ sources: [Source]) {
    self.topic = topic
    self.sources = sources
  }

  /// The topics of the parts for which FreeBSD and Linux have sources. The raw value is the title
  /// in the report.
  package enum Topic: String, Hashable, Sendable {
    /// The kernel, the distribution and the hardware.
    case system
    /// The files by which devd, udev and systemd start the programs, and the state of those
    /// services.
    case rules = "rules and units"
    /// The log messages of the programs and of the kernel.
    case log
    /// The interfaces, addresses, routes and name servers.
    case network
  }

  /// A command, a file or a folder from which the report shows texts.
  package enum Source: Hashable, Sendable {
    /// The output of a command. `paths` are possible paths of the program, separated by blanks: the
    /// first that is executable is run with `arguments`. Nothing is shown if none is.
    case command(paths: String, arguments: [String])
    /// The lines that contain one of `words`, from the output of a command. `paths` and `arguments`
    /// mean the same as in `command`. If there are too many such lines, the last ones are shown.
    case matching(paths: String, arguments: [String], words: [String])
    /// The contents of the file at this path. Nothing is shown if there is no such file.
    case file(String)
    /// The contents of those files in the folder `in` whose names contain `having`; of all files if
    /// `having` is empty.
    case files(in: String, having: String)
    /// Facts about each entry of the folder `in`, such as /sys/class/net: the contents of the
    /// entry's `files`, such as `mtu`, one line each, and the targets of its symbolic `links`, such
    /// as `device`.
    case facts(in: String, files: [String], links: [String])
  }
}
