import RCConf

/// The files of rc.conf(5) of a guest, and a way to learn which variables they would set after a
/// change.
package struct ConfigTexts {
  /// The paths of all files, in the order in which they are read. The last file that sets a
  /// variable determines its value.
  package var paths: [String]
  /// Returns the variables that the files would set after the given changes, which are not written
  /// yet. Nil if the files cannot be evaluated without /bin/sh.
  package var evaluate: ([FileChange]) -> Variables?

  /// The files at `paths`. `evaluate` returns the variables that they would set after changes that
  /// are not written yet; nil if the files cannot be evaluated without /bin/sh.
  package init(_ paths: [String], evaluate: @escaping ([FileChange]) -> Variables?) {
    self.paths = paths
    self.evaluate = evaluate
  }

  /// No files. `evaluate` always returns nil.
  package static var none: ConfigTexts { ConfigTexts([]) { _ in nil } }
}
