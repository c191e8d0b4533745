import CSystem

/// The number of the last error (errno(2)), which the C libraries have as a macro.
var errno: CInt {
  get { cs_errno() }
  set { cs_set_errno(newValue) }
}
