import RCConf

/// The files of rc.conf(5), for changing the variables that they set.
package struct ConfigTexts {
  /// The paths of all files, in the order in which they are read. The last file that sets a
  /// variable wins.
  package var paths: [String]
  /// Returns the variables that the files set once the given changes are made; nil if only /bin/sh
  /// can evaluate the files.
  package var evaluate: ([FileChange]) -> Variables?

  /// The files at `paths`. `evaluate` returns the variables that the files would set with the given
  /// changes, which are not written yet; nil if only /bin/sh can evaluate the files.
  package init(_ paths: [String], evaluate: @escaping ([FileChange]) -> Variables?) {
    self.paths = paths
    self.evaluate = evaluate
  }

  /// No files. `evaluate` always returns nil.
  package static var none: ConfigTexts { ConfigTexts([]) { _ in nil } }
}
