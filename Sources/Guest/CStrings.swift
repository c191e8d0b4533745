/// Calls `body` with `strings` as execve(2) takes them: an array of C strings, a null pointer at
/// its end.
func withCStrings<Result>(
  _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  var text: [CChar] = []
  var starts: [Int] = []
  for string in strings {
    starts.append(text.count)
    text += string.utf8CString
  }
  return text.withUnsafeMutableBufferPointer { text in
    var pointers = starts.map { text.baseAddress?.advanced(by: $0) } + [nil]
    return body(&pointers)
  }
}
