import CSystem

/// Calls `body` with `strings` as execve(2) takes them: an array of C strings, a null pointer at
/// its end. None of them may hold a NUL.
func withCStrings<Result>(
  _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  // In one allocation of the size that is needed, which lasts as long as `body` runs.
  let pointers = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(
    capacity: strings.count + 1)
  defer { pointers.deallocate() }
  for index in strings.indices { (pointers + index).initialize(to: copy(strings[index])) }
  (pointers + strings.count).initialize(to: nil)
  defer { for index in strings.indices { free(pointers[index]) } }
  return body(pointers)
}

/// Never null, which would cut the array short: without memory the process ends, as in all of Swift.
private func copy(_ string: String) -> UnsafeMutablePointer<CChar> {
  guard let copy = strdup(string) else { abort() }
  return copy
}
