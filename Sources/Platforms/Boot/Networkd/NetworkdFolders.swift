import Failover

/// A file of systemd.network(5) with what is dropped in.
struct NetworkdFile {
  /// A file `NAME.d/*.conf`.
  struct DropIn: Equatable {
    var path: String
    var text: SectionedText
  }

  /// Where it is.
  var path: String
  /// What it says.
  var text: SectionedText
  /// What is dropped in, in the order in which it counts.
  var dropIns: [DropIn]

  var name: String { path.lastPathComponent }

  /// All of it as one file.
  var whole: SectionedText {
    dropIns.reduce(into: text) { whole, dropIn in
      for section in dropIn.text.sections where section.name != nil { whole.append(section) }
    }
  }
}

/// The folders in which networkd looks for files.
struct NetworkdFolders {
  /// That of the administrator.
  static let own = "/etc/systemd/network"
  /// The first hides files of the same name in the others.
  private static let folders =
    [own]
    + ["/run", "/usr/local/lib", "/usr/lib", "/lib"]
    .map { "\($0)/systemd/network" }

  let guest: any GuestView

  /// All files that configure interfaces, in networkd's order.
  var networks: [NetworkdFile] {
    get throws(GuestError) {
      var found: [NetworkdFile] = []
      for path in try paths(below: "", suffix: ".network") {
        guard let text = try guest.text(of: path) else { continue }
        var dropIns: [NetworkdFile.DropIn] = []
        for path in try dropInPaths(of: path.lastPathComponent) {
          guard let text = try guest.text(of: path) else { continue }
          dropIns.append(NetworkdFile.DropIn(path: path, text: SectionedText(text)))
        }
        found.append(NetworkdFile(path: path, text: SectionedText(text), dropIns: dropIns))
      }
      return found
    }
  }

  /// The files in each folder and `below`, sorted by name, without those that are hidden or masked.
  private func paths(below: String, suffix: String) throws(GuestError) -> [String] {
    var names: [String] = []
    var found: [String] = []
    for folder in Self.folders {
      for name in try guest.names(in: folder + below) ?? []
      where name.hasSuffix(suffix) && names.appendIfMissing(name) {
        let path = "\(folder)\(below)/\(name)"
        if try !isMasked(path) { found.append(path) }
      }
    }
    return found.sorted(byText: { $0.lastPathComponent })
  }

  /// As strcmp(3) has it.
  static func isBefore(_ one: String, _ other: String) -> Bool {
    one.utf8.lexicographicallyPrecedes(other.utf8)
  }

  /// A link to /dev/null, or an empty file.
  private func isMasked(_ path: String) throws(GuestError) -> Bool {
    if try guest.target(ofLink: path) == "/dev/null" { return true }
    return try guest.contents(of: path)?.isEmpty ?? true
  }

  /// Those of `a-b-c.network` are in `a-b-c.network.d`, `a-b-.network.d` and `a-.network.d`.
  private func dropInPaths(of name: String) throws(GuestError) -> [String] {
    let stem = Array(name.utf8.dropLast(".network".utf8.count))
    let dashes = stem.indices.filter { stem[$0] == UInt8(ascii: "-") && $0 + 1 < stem.count }
    let stems = [stem] + dashes.reversed().map { Array(stem[...$0]) }
    var names: [String] = []
    var found: [String] = []
    for stem in stems {
      let below = "/" + String(decoding: stem, as: UTF8.self) + ".network.d"
      for path in try paths(below: below, suffix: ".conf")
      where names.appendIfMissing(path.lastPathComponent) {
        found.append(path)
      }
    }
    return found.sorted(byText: { $0.lastPathComponent })
  }
}
