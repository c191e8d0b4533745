import Failover
import RCConf

/// A path behind `source` or `source-directory` in interfaces(5). ifup(8) expands it by wordexp(3):
/// each name in the path may have `*`, `?` and `[…]`.
struct InterfacesPattern {
  /// The absolute path, such as `/etc/network/*/eth[0-9].cfg`.
  let path: String

  /// Returns true if `word` has nothing that wordexp(3) expands otherwise than as a pattern, such as
  /// `$HOME` or `~`, and no punctuation of sh(1), which it refuses.
  static func isUnderstood(_ word: String) -> Bool {
    let special = ByteSet("$`\"'\\{}()|&;<>")
    return !word.hasPrefix("~") && !word.utf8.contains { special.contains($0) }
      && word.pathComponents.allSatisfy { Pattern.matches("", pattern: $0) != nil }
  }

  /// Returns the paths that match, sorted within each folder; the path itself if none does. A path
  /// without a pattern need not exist. Throws if a folder cannot be read.
  func matching(in guest: any GuestView) throws(GuestError) -> [String] {
    let special = ByteSet("*?[")
    var found = [""]
    for component in path.pathComponents {
      let isPattern = component.utf8.contains { special.contains($0) }
      var longer: [String] = []
      for folder in found {
        var names = [component]
        if isPattern { names = try guest.names(in: folder.isEmpty ? "/" : folder) ?? [] }
        for name in names where !isPattern || Self.matches(name, component) {
          longer.append(folder + "/" + name)
        }
      }
      found = longer
    }
    return found.isEmpty ? [path] : found
  }

  /// Returns true if a file at `other` matches, also if there is none.
  func includes(_ other: String) -> Bool {
    let patterns = path.pathComponents
    let names = other.pathComponents
    guard patterns.count == names.count else { return false }
    for index in names.indices where !Self.matches(names[index], patterns[index]) { return false }
    return true
  }

  /// Returns true if `name`, one name in a path, matches `pattern`. A dot at its beginning matches
  /// only itself.
  private static func matches(_ name: String, _ pattern: String) -> Bool {
    guard !name.hasPrefix(".") || pattern.hasPrefix(".") else { return false }
    return Pattern.matches(name, pattern: pattern) ?? false
  }
}
