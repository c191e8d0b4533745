import Failover

/// Throws if one of `names` contains `#`, a quote or a backslash, and so cannot be used in the
/// input of `ip -batch`.
///
/// Linux allows such interface names. But ip(8) ends a line at any `#`, reads a word that begins
/// with a quote up to the next quote, and joins lines at a backslash (iproute2, lib/utils.c). A
/// truncated name could be that of another interface.
func checkBatch(_ names: [InterfaceName]) throws(GuestError) {
  let special = Array("#'\"\\".utf8)
  for name in names where name.text.utf8.contains(where: special.contains) {
    throw .callFailed(
      call: "ip -batch", subject: name.text,
      reason: "takes no name with '#', a quote or a backslash in it; rename the interface")
  }
}
