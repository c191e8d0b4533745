import Failover

/// Sees to it that each of these names can stand in a text for `ip -batch`.
///
/// Linux takes names that this text cannot have: its reader cuts a line at `#` wherever that stands,
/// takes a word that begins with a quote up to the next one, and joins lines at a backslash
/// (iproute2, lib/utils.c). Cut short, a name could be another interface's.
func checkBatch(_ names: [InterfaceName]) throws(GuestError) {
  let special = Array("#'\"\\".utf8)
  for name in names where name.text.utf8.contains(where: special.contains) {
    throw .callFailed(
      call: "ip -batch", subject: name.text,
      reason: "takes no name with '#', a quote or a backslash in it; rename the interface")
  }
}
