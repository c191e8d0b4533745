import CSystem
import Guest

/// `process-times COUNT PROGRAM`: runs a program COUNT times, one run after the other, with this
/// project's Process. Discards the output.
@c(hyperv_vf_main)
public func main(_ count: CInt, _ argv: UnsafePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
  let words = OwnProcess.words(of: argv, count: count)
  for _ in 0..<(Int(words[1]) ?? 0) {
    guard (try? Process.run(words[2], output: .discarded, errorOutput: .discarded)) != nil else {
      return 1
    }
  }
  return 0
}
