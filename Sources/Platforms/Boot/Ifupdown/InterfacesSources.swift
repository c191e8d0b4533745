import Failover
import RCConf

/// Finds the files that ifup(8) reads: /etc/network/interfaces, and the files that its lines
/// `source` and `source-directory` name (interfaces(5)).
struct InterfacesSources {
  let guest: any GuestView

  /// The path of the file that ifup(8) reads first. This file may name others.
  static var main: String { "/etc/network/interfaces" }

  /// The path and the whole text of each file that ifup(8) reads, in the order of reading; at most
  /// 200 files. Empty if /etc/network/interfaces does not exist. Throws if a file cannot be read or
  /// is not UTF-8.
  var files: [(path: String, text: String)] {
    get throws(GuestError) {
      var found: [(path: String, text: String)] = []
      try read(Self.main, into: &found)
      return found
    }
  }

  private func read(
    _ path: String, into found: inout [(path: String, text: String)]
  ) throws(GuestError) {
    guard !found.contains(where: { $0.path == path }), found.count < 200,
      let text = try guest.text(of: path)
    else { return }
    found.append((path, text))
    for line in text.lines {
      let words = line.words
      switch words.first {
      case "source":
        for pattern in words.dropFirst() {
          for path in try paths(absolute(pattern, in: path)) { try read(path, into: &found) }
        }
      case "source-directory":
        for folder in words.dropFirst() {
          for path in try members(of: absolute(folder, in: path)) { try read(path, into: &found) }
        }
      default: break
      }
    }
  }

  /// Returns `path`, which the file `file` contains, as an absolute path. A relative path starts at
  /// the folder of `file`.
  private func absolute(_ path: String, in file: String) -> String {
    path.hasPrefix("/") ? path : "\(file.folderPart ?? "")/\(path)"
  }

  /// Returns the paths of the files in `folder` whose names have only ASCII letters, digits, `_`
  /// and `-`, as `source-directory` takes them. Empty if there are none, or no such folder. Throws
  /// if the folder cannot be read.
  private func members(of folder: String) throws(GuestError) -> [String] {
    try (guest.names(in: folder) ?? []).filter { name in
      name.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) || $0 == 0x2D || $0 == 0x5F
      }
    }.map { "\(folder)/\($0)" }
  }

  /// Returns the paths of the files that match `pattern`, such as
  /// `/etc/network/interfaces.d/*.conf`. Only the name after the last slash may have `*` and `?`;
  /// without these, returns `pattern` itself. A name that begins with a dot matches only a pattern
  /// that begins with a dot.
  ///
  /// Empty if no file matches. Throws if the folder cannot be read.
  private func paths(_ pattern: String) throws(GuestError) -> [String] {
    let name = pattern.lastPathComponent
    guard name.utf8.contains(where: { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }),
      let folder = pattern.folderPart
    else { return [pattern] }
    return try (guest.names(in: folder) ?? []).filter { matches($0, name) }
      .map { "\(folder)/\($0)" }
  }

  /// Returns true if a line of a file that ifup(8) reads has ifup read a file at `path` too, so
  /// that a new file there takes effect. Throws if a file cannot be read or is not UTF-8.
  func reads(_ path: String) throws(GuestError) -> Bool {
    try files.contains { file in file.text.lines.contains { names(path, $0.words, of: file.path) } }
  }

  /// Returns true if `words`, a line of `file`, are `source` or `source-directory` with a path or
  /// pattern that includes the file at `path`.
  private func names(_ path: String, _ words: [String], of file: String) -> Bool {
    let places = words.dropFirst().map { absolute($0, in: file) }
    switch words.first {
    case "source":
      return places.contains {
        $0.folderPart == path.folderPart && matches(path.lastPathComponent, $0.lastPathComponent)
      }
    case "source-directory": return places.contains { $0 == path.folderPart }
    default: return false
    }
  }

  private func matches(_ name: String, _ pattern: String) -> Bool {
    guard name.hasPrefix(".") == pattern.hasPrefix(".") else { return false }
    return matches(Array(name.utf8)[...], Array(pattern.utf8)[...])
  }

  private func matches(_ name: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>) -> Bool {
    guard let first = pattern.first else { return name.isEmpty }
    let rest = pattern.dropFirst()
    switch first {
    case UInt8(ascii: "*"):
      return matches(name, rest) || (!name.isEmpty && matches(name.dropFirst(), pattern))
    case UInt8(ascii: "?"): return !name.isEmpty && matches(name.dropFirst(), rest)
    default: return name.first == first && matches(name.dropFirst(), rest)
    }
  }
}
