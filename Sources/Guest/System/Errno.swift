import CSystem

/// The error number of the last failed call of the C library (errno(2)). In C this is a macro,
/// which Swift cannot import.
var errno: CInt {
  get { cs_errno() }
  set { cs_set_errno(newValue) }
}
