import Foundation

/// `foundation-times COUNT PROGRAM`: like ProcessTimes, with Foundation's Process.
@main
enum FoundationTimes {
  static func main() throws {
    let arguments = CommandLine.arguments
    for _ in 0..<(Int(arguments[1]) ?? 0) { try run(arguments[2]) }
  }

  private static func run(_ path: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
  }
}
