import Failover
import RCConf

/// The files that ifup(8) reads, in the order in which it reads them (interfaces(5)).
struct InterfacesSources {
  let guest: any GuestView

  /// The file that ifup(8) reads first. It may name the others.
  static var main: String { "/etc/network/interfaces" }

  /// The path and the text of each file. Stops after 200 files.
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

  /// Returns `path` as an absolute path. A relative path starts at the folder of `file`, which
  /// contains the path.
  private func absolute(_ path: String, in file: String) -> String {
    path.hasPrefix("/") ? path : "\(file.folderPart ?? "")/\(path)"
  }

  /// Returns the paths of the files in a folder whose names have only letters, digits, `_` and `-`.
  private func members(of folder: String) throws(GuestError) -> [String] {
    try (guest.names(in: folder) ?? []).filter { name in
      name.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) || $0 == 0x2D || $0 == 0x5F
      }
    }.map { "\(folder)/\($0)" }
  }

  /// Returns the paths that match a pattern of wordexp(3). Only its last part may have `*` and `?`.
  /// A name that begins with a dot matches only a pattern that begins with a dot.
  private func paths(_ pattern: String) throws(GuestError) -> [String] {
    let name = pattern.lastPathComponent
    guard name.utf8.contains(where: { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }),
      let folder = pattern.folderPart
    else { return [pattern] }
    return try (guest.names(in: folder) ?? []).filter { matches($0, name) }
      .map { "\(folder)/\($0)" }
  }

  /// Returns true if ifup would read a file at this path, so that a new file there takes effect.
  func reads(_ path: String) throws(GuestError) -> Bool {
    guard let text = try guest.text(of: Self.main) else { return false }
    return text.lines.contains { line in
      let words = line.words
      let places = words.dropFirst().map { absolute($0, in: Self.main) }
      switch words.first {
      case "source":
        return places.contains {
          $0.folderPart == path.folderPart
            && matches(path.lastPathComponent, $0.lastPathComponent)
        }
      case "source-directory": return places.contains { $0 == path.folderPart }
      default: return false
      }
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
