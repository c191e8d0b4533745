import Failover
import Platforms

/// Reads the files and runs the commands whose output a report shows. If one cannot be read or run,
/// its error message takes its place, and the report continues.
struct ReportCollector {
  let guest: any GuestView
  /// The largest number of bytes that are read from one file. Of a command's output, the last 20
  /// times as many bytes are taken, since a report may show only those lines that contain certain
  /// words.
  static let largestFile = 120_000

  /// Returns the output of a command or the contents of files, as `source` says, each with a
  /// heading. Empty if the file, folder or program of the source does not exist.
  func pieces(of source: ReportPart.Source) -> [ReportSection.Piece] {
    switch source {
    case .command(let paths, let arguments):
      command(paths, arguments).map { [piece(of: $0)] } ?? []
    case .matching(let paths, let arguments, let words):
      command(paths, arguments).flatMap { matching($0, words) } ?? []
    case .file(let path): file(path).map { [$0] } ?? []
    case .files(let folder, let part): files(in: folder, having: part)
    case .facts(let folder, let files, let links): facts(in: folder, files, links)
    }
  }

  /// Returns the command that runs the first executable program of `paths`, a list of paths
  /// separated by blanks; nil if none of them is executable.
  private func command(_ paths: String, _ arguments: [String]) -> Command? {
    paths.words.first { guest.isExecutable($0) }.map { Command($0, arguments) }
  }

  /// Runs a command, and returns its standard output, its standard error and, if the command
  /// failed, a line with its exit status or the error. The heading is `$` and the command line, or
  /// `$` and `name` if that is not nil.
  func piece(of command: Command, called name: String? = nil) -> ReportSection.Piece {
    let line = name ?? PlanText.line(of: command)
    var piece = ReportSection.Piece(heading: "$ \(line)", lines: [])
    do throws(GuestError) {
      let result = try guest.run(command)
      piece.lines = Self.lines(result.output) + Self.lines(result.errorOutput)
      if !result.termination.isSuccess {
        piece.lines.append(Array("(\(end(result.termination)))".utf8))
      }
    } catch {
      piece.lines.append(Array("(\(error.text))".utf8))
    }
    return piece
  }

  private func end(_ termination: Termination) -> String {
    if case .deadlinePassed = termination { return "took too long and was ended" }
    return termination.text
  }

  private func matching(_ command: Command, _ words: [String]) -> [ReportSection.Piece]? {
    var piece = piece(of: command)
    let isFile = command.executable == "/bin/cat"
    // A log file that does not exist is not mentioned.
    if isFile, let path = command.arguments.first, guest.isMissing(path) { return nil }
    piece.keepsEnd = true
    piece.lines = piece.lines.filter { line in
      line.first == UInt8(ascii: "(")
        || words.contains { line.firstIndex(ofBytes: Array($0.utf8)) != nil }
    }
    piece.heading += " | grep -e " + words.map { PlanText.quoted($0) }.joined(separator: " -e ")
    return [piece]
  }

  private func file(_ path: String) -> ReportSection.Piece? {
    var piece = ReportSection.Piece(heading: "$ cat \(path)", lines: [])
    do throws(GuestError) {
      guard let bytes = try guest.beginning(of: path, count: Self.largestFile) else { return nil }
      piece.lines = Self.lines(String(decoding: bytes, as: UTF8.self))
    } catch {
      piece.lines = [Array("(\(error.text))".utf8)]
    }
    return piece
  }

  /// Returns the contents of the files in a folder whose names contain `part`, one piece for each
  /// file; all files if `part` is empty. Returns nothing if the folder does not exist, and an error
  /// message as the only piece if it cannot be read.
  func files(in folder: String, having part: String) -> [ReportSection.Piece] {
    do throws(GuestError) {
      let names = try guest.names(in: folder) ?? []
      return names.filter {
        part.isEmpty || Array($0.utf8).firstIndex(ofBytes: Array(part.utf8)) != nil
      }
      .compactMap { file("\(folder)/\($0)") }
    } catch {
      return [
        ReportSection.Piece(heading: "$ ls \(folder)", lines: [Array("(\(error.text))".utf8)])
      ]
    }
  }

  /// Describes each entry of a folder such as /sys/class/net: a line for each of `files` with its
  /// contents, such as `eth0 mtu: 1500`, and a line with the target of each symbolic link in
  /// `links`, and of the entry if it is a link, such as `eth0 master -> ../bond0`. Returns one
  /// piece; none if there are no lines.
  private func facts(
    in folder: String, _ files: [String], _ links: [String]
  ) -> [ReportSection.Piece] {
    var lines: [String] = []
    for name in (try? guest.names(in: folder)) ?? nil ?? [] {
      let path = "\(folder)/\(name)"
      for file in files {
        if let text = (try? guest.line(of: "\(path)/\(file)")) ?? nil, !text.isEmpty {
          lines.append("\(name) \(file): \(text)")
        }
      }
      for link in [""] + links {
        let place = link.isEmpty ? path : "\(path)/\(link)"
        if let target = (try? guest.target(ofLink: place)) ?? nil {
          lines.append("\(name)\(link.isEmpty ? "" : " \(link)") -> \(target)")
        }
      }
    }
    guard !lines.isEmpty else { return [] }
    return [ReportSection.Piece(heading: "\(folder)/*:", lines: lines.map { Array($0.utf8) })]
  }

  private static func lines(_ text: String) -> [[UInt8]] {
    // If an output is too long, its end is kept: the last lines of a log matter most.
    let bytes =
      text.utf8.count > 20 * largestFile
      ? Array(text.utf8.suffix(20 * largestFile)) : Array(text.utf8)
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { Array($0.prefix(4000)) }
    if lines.last == [] { lines.removeLast() }
    return lines
  }
}

extension GuestView {
  /// True if nothing exists at `path`; false if the file exists or cannot be read.
  fileprivate func isMissing(_ path: String) -> Bool {
    do throws(GuestError) {
      return try beginning(of: path, count: 1) == nil
    } catch {
      return false
    }
  }
}
