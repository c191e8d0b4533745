import Failover
import Foundation
import Guest
import RCConf
import TestSupport

@testable import Programs

/// The /bin/sh of this system, reading the rc.conf files of a simulated machine. They are written
/// into a folder, and all paths in them are changed to that folder.
struct SimulatedShell {
  private let files: [String: SimulatedFile]

  init(_ files: [String: SimulatedFile]) { self.files = files }

  /// Returns the bytes that the script wrote to descriptor 3, with the original paths.
  func run(_ script: String) throws(Failure) -> [UInt8] {
    let root = FileManager.default.temporaryDirectory
      .appendingPathComponent("hyperv-vf-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: root) }
    let result: ProcessResult
    do {
      try write(below: root)
      result = try Guest.Process.run(
        "/bin/sh", ["-c", Self.moved(script, below: root.path)],
        environment: ["HOME": "/", "PATH": ChildEnvironment.path], capturesDescriptor3: true)
    } catch {
      throw .guest(.callFailed(call: "sh", subject: root.path, reason: "\(error)"))
    }
    guard result.descriptor3.firstIndex(of: 0) != result.descriptor3.indices.last else {
      throw .shellFailed(result.status)
    }
    let text = String(decoding: result.descriptor3, as: UTF8.self)
    return Array(text.replacingOccurrences(of: root.path, with: "").utf8)
  }

  private func write(below root: URL) throws {
    for (path, file) in files where path.contains("/etc/") {
      let place = root.appendingPathComponent(path)
      try FileManager.default.createDirectory(
        at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Self.moved(file.text, below: root.path)
        .write(to: place, atomically: false, encoding: .utf8)
    }
  }

  /// Returns the text with paths below `root` instead of `/etc` and `/usr/local/etc`.
  private static func moved(_ text: String, below root: String) -> String {
    text.replacing(/(^|[^\w\/}])(\/(?:usr\/local\/)?etc\b)/.anchorsMatchLineEndings()) {
      "\($0.output.1)\(root)\($0.output.2)"
    }
  }
}
