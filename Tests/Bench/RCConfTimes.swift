import CSystem
import Guest
import RCConf

/// `rcconf-times COUNT FILE`: evaluates a file COUNT times, one after the other in the same
/// evaluator, as sh does with `. FILE`. Reads the file each time.
@c(hyperv_vf_main)
public func main(_ count: CInt, _ argv: UnsafePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
  let words = OwnProcess.words(of: argv, count: count)
  let evaluator = Evaluator(
    files: FileAccess(read: read, attributes: { _ in nil }, list: { _ in nil }), steps: .max / 2)
  for _ in 0..<(Int(words[1]) ?? 0) {
    guard evaluator.source(words[2]) == .complete else { return 1 }
  }
  return 0
}

private func read(_ path: String) -> FileAccess.Contents {
  let file = path.withCString { cs_open($0, O_RDONLY, 0) }
  guard file >= 0 else { return .missing }
  defer { close(file) }
  var status = stat()
  guard fstat(file, &status) == 0 else { return .unreadable }
  let size = Int(status.st_size)
  return .bytes(
    [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      count = max(0, CSystem.read(file, buffer.baseAddress, size))
    })
}
