import Failover
import RCConf

/// Finds the files that ifup(8) reads: /etc/network/interfaces, and the files that its lines
/// `source` and `source-directory` name (interfaces(5)).
struct InterfacesSources {
  let guest: any GuestView
  /// True if `files` throws for a path that cannot be expanded. If false, it leaves such a path out:
  /// a takeover goes on without the file.
  var isStrict = false

  /// The path of the file that ifup(8) reads first. This file may name others.
  static var main: String { "/etc/network/interfaces" }

  /// The path and the whole text of each file that ifup(8) reads, in the order of reading; at most
  /// 200 files. Empty if /etc/network/interfaces does not exist.
  ///
  /// Throws if a file cannot be read or is not UTF-8, or, with `isStrict`, if a path cannot be
  /// expanded.
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
    let lines = InterfacesText.words(text)
    for index in lines.indices {
      let words = lines[index]
      guard let first = words.first, first == "source" || first == "source-directory" else {
        continue
      }
      for word in words.dropFirst() {
        for place in try places(word, at: index, of: path) {
          let paths = first == "source" ? [place] : try members(of: place)
          for path in paths { try read(path, into: &found) }
        }
      }
    }
  }

  /// Returns the paths that `word`, in the line with this index of the file `file`, stands for.
  private func places(
    _ word: String, at index: Int, of file: String
  ) throws(GuestError) -> [String] {
    guard InterfacesPattern.isUnderstood(word) else {
      guard isStrict else { return [] }
      throw .notUnderstood(
        by: InterfacesText.place(file, index)
          + "a path that persist cannot expand (write it out, or with *, ? and [ ] alone)",
        line: word)
    }
    return try pattern(word, in: file).matching(in: guest)
  }

  /// Returns the pattern `path`, which the file `file` contains. A relative path starts at the
  /// folder of `file`.
  private func pattern(_ path: String, in file: String) -> InterfacesPattern {
    let isAbsolute = path.hasPrefix("/")
    return InterfacesPattern(path: isAbsolute ? path : (file.folderPart ?? "") + "/" + path)
  }

  /// Returns the paths of the files in `folder` whose names have only ASCII letters, digits, `_`
  /// and `-`, as `source-directory` takes them. Empty if there are none, or no such folder. Throws
  /// if the folder cannot be read.
  private func members(of folder: String) throws(GuestError) -> [String] {
    try (guest.names(in: folder) ?? []).filter { name in
      name.utf8.allSatisfy {
        $0.isASCIILetter || $0.isASCIIDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
      }
    }.map { folder + "/" + $0 }
  }

  /// Returns true if a line of a file that ifup(8) reads has ifup read a file at `path` too, so
  /// that a new file there takes effect. Throws if a file cannot be read or is not UTF-8.
  func reads(_ path: String) throws(GuestError) -> Bool {
    for file in try files {
      for words in InterfacesText.words(file.text) where names(path, words, of: file.path) {
        return true
      }
    }
    return false
  }

  /// Returns true if `words`, a line of `file`, are `source` or `source-directory` with a path or
  /// pattern that includes the file at `path`.
  private func names(_ path: String, _ words: [String], of file: String) -> Bool {
    let isFolder = words.first == "source-directory"
    guard isFolder || words.first == "source" else { return false }
    let wanted = isFolder ? path.folderPart ?? "" : path
    return words.dropFirst().contains { pattern($0, in: file).includes(wanted) }
  }
}

/// The lines of the files of interfaces(5), and their places for messages.
enum InterfacesText {
  /// Returns the words of each line of `text`, the text of a file; none for an empty line.
  // Inlined at its many callers, it would make the image larger.
  @inline(never)
  static func words(_ text: String) -> [[String]] { text.fileLines.map { $0.words } }

  /// Returns the beginning of a message about the line with this index, counted from 0, of the file
  /// `path`: `/etc/network/interfaces:3: `.
  static func place(_ path: String, _ index: Int) -> String {
    path + ":" + String(index + 1) + ": "
  }
}
