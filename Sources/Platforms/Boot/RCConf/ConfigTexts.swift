import RCConf

/// rc.conf(5) as files.
package struct ConfigTexts {
  /// Every file that is read, in the order of reading; of those that set one variable the last counts.
  package var paths: [String]
  /// What would be set if files were changed so; nil: only /bin/sh can tell.
  package var evaluate: ([FileChange]) -> Variables?

  /// These files.
  package init(_ paths: [String], evaluate: @escaping ([FileChange]) -> Variables?) {
    self.paths = paths
    self.evaluate = evaluate
  }

  /// No file.
  package static var none: ConfigTexts { ConfigTexts([]) { _ in nil } }
}
