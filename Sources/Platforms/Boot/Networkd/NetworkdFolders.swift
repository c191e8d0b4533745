import Failover

/// A `.network` file of systemd.network(5), or a `.netdev` file, with its drop-ins.
struct NetworkdFile {
  /// A drop-in: a file such as `eth0.network.d/mtu.conf`, whose sections networkd adds to those of
  /// eth0.network.
  struct DropIn: Equatable {
    var path: String
    var text: SectionedText
  }

  /// The absolute path of the file.
  var path: String
  /// The text of the file, without the drop-ins.
  var text: SectionedText
  /// The drop-ins in the order in which networkd applies them. Empty if there are none.
  var dropIns: [DropIn]

  var name: String { path.lastPathComponent }

  /// The text of the file with the sections of all its drop-ins added at the end.
  var whole: SectionedText {
    dropIns.reduce(into: text) { whole, dropIn in
      for section in dropIn.text.sections where section.name != nil { whole.append(section) }
    }
  }
}

/// Finds the files that networkd reads, in all its folders.
struct NetworkdFolders {
  /// The folder for the administrator's files.
  static let own = "/etc/systemd/network"
  /// The folders in which networkd looks for files, in order of priority: a file hides files with
  /// the same name in later folders.
  private static let folders =
    [own]
    + ["/run", "/usr/local/lib", "/usr/lib", "/lib"]
    .map { "\($0)/systemd/network" }

  let guest: any GuestView

  /// All `.network` files with their drop-ins, in the order in which networkd tries them. Empty if
  /// there are none. Throws if a file cannot be read or is not UTF-8.
  var networks: [NetworkdFile] {
    get throws(GuestError) { try files(".network") }
  }

  /// All `.netdev` files with their drop-ins (systemd.netdev(5)), by file name. Empty if there are
  /// none. Throws if a file cannot be read or is not UTF-8.
  var devices: [NetworkdFile] {
    get throws(GuestError) { try files(".netdev") }
  }

  private func files(_ suffix: String) throws(GuestError) -> [NetworkdFile] {
    var found: [NetworkdFile] = []
    for path in try paths(below: "", suffix: suffix) {
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

  /// Returns the paths of the files whose names end in `suffix`, from the subfolder `below` of
  /// every folder in `folders`, sorted by file name. `below` begins with a slash; the empty text
  /// stands for the folders themselves.
  ///
  /// Of files with the same name, only the one in the first folder counts, and it is left out if it
  /// is masked. Empty if there are none. Throws if a file or folder cannot be read.
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

  /// Returns true if the file name `one` sorts before `other`, by bytes as in strcmp(3).
  static func isBefore(_ one: String, _ other: String) -> Bool {
    one.utf8.lexicographicallyPrecedes(other.utf8)
  }

  /// Returns true if the file at `path` is masked, so that networkd ignores it: it is a link to
  /// /dev/null, is empty, or does not exist. Throws if it cannot be read.
  private func isMasked(_ path: String) throws(GuestError) -> Bool {
    if try guest.target(ofLink: path) == "/dev/null" { return true }
    return try guest.contents(of: path)?.isEmpty ?? true
  }

  /// Returns the paths of the drop-ins of the file `name`, sorted by file name. For `a-b-c.network`
  /// they are in the folders `a-b-c.network.d`, `a-b-.network.d` and `a-.network.d`. Empty if there
  /// are none. Throws if a file or folder cannot be read.
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
