#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// `rcconf-times COUNT FILE`: evaluates a file so often, one after the other in one evaluator, as
/// sh does with `. FILE`. Each time the file is read.
@main
enum RCConfTimes {
  static func main() {
    let arguments = CommandLine.arguments
    var evaluator = Evaluator(
      files: FileAccess(read: read, attributes: { _ in nil }, list: { _ in nil }), steps: .max / 2)
    for _ in 0..<(Int(arguments[1]) ?? 0) {
      guard evaluator.source(arguments[2]) == .complete else { exit(1) }
    }
  }

  private static func read(_ path: String) -> FileAccess.Contents {
    let file = open(path, O_RDONLY)
    guard file >= 0 else { return .missing }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { return .unreadable }
    let size = Int(status.st_size)
    return .bytes(
      [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
        #if canImport(Glibc)
          count = max(0, Glibc.read(file, buffer.baseAddress, size))
        #elseif canImport(Musl)
          count = max(0, Musl.read(file, buffer.baseAddress, size))
        #endif
      })
  }
}
