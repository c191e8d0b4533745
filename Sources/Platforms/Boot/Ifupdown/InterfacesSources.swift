import Failover
import RCConf

/// The files that ifup(8) reads, in the order in which it reads them (interfaces(5)).
struct InterfacesSources {
  let guest: any GuestView

  /// Where it begins.
  static var main: String { "/etc/network/interfaces" }

  /// The path and the text of each.
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

  /// A path that does not begin at the root begins where the file that has it is.
  private func absolute(_ path: String, in file: String) -> String {
    path.hasPrefix("/") ? path : "\(file.folderPart ?? "")/\(path)"
  }

  /// Those of a folder whose names have no characters but letters, digits, `_` and `-`.
  private func members(of folder: String) throws(GuestError) -> [String] {
    try (guest.names(in: folder) ?? []).filter { name in
      name.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) || $0 == 0x2D || $0 == 0x5F
      }
    }.map { "\(folder)/\($0)" }
  }

  /// What a pattern of wordexp(3) stands for, whose last part alone may have `*` and `?`. A name that begins
  /// with a dot is none of them unless the pattern begins so.
  private func paths(_ pattern: String) throws(GuestError) -> [String] {
    let name = pattern.lastPathComponent
    guard name.utf8.contains(where: { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }),
      let folder = pattern.folderPart
    else { return [pattern] }
    return try (guest.names(in: folder) ?? []).filter { matches($0, name) }
      .map { "\(folder)/\($0)" }
  }

  /// Whether a file of that path would be read, were it there: then a new one may be made of it.
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
