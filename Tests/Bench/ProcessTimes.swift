#if FOUNDATION
  import Foundation
#else
  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif
#endif

/// `process-times COUNT PROGRAM`: runs a program so often, one after the other, its output
/// discarded. With Foundation's Process where FOUNDATION is defined, else with ours.
@main
enum ProcessTimes {
  static func main() throws {
    let arguments = CommandLine.arguments
    for _ in 0..<(Int(arguments[1]) ?? 0) { try run(arguments[2]) }
  }

  #if FOUNDATION
    private static func run(_ path: String) throws {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: path)
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
    }
  #else
    private static func run(_ path: String) throws {
      _ = try Process.run(path, output: .discarded, errorOutput: .discarded)
    }
  #endif
}
