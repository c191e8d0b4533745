import CSystem

/// Calls `body` with `strings` in the form of execve(2): an array of C strings with a null pointer
/// at its end, which is valid only during the call. Returns the result of `body`. No string may
/// contain a NUL.
func withCStrings<Result>(
  _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  // One allocation of the needed size, which lasts while `body` runs.
  let pointers = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(
    capacity: strings.count + 1)
  defer { pointers.deallocate() }
  for index in strings.indices { (pointers + index).initialize(to: copy(strings[index])) }
  (pointers + strings.count).initialize(to: nil)
  defer { for index in strings.indices { free(pointers[index]) } }
  return body(pointers)
}

/// Returns a copy of `string` as a C string, which the caller frees with free(3). If memory is
/// exhausted, the process ends, as everywhere in Swift.
private func copy(_ string: String) -> UnsafeMutablePointer<CChar> {
  guard let copy = strdup(string) else { abort() }
  return copy
}
