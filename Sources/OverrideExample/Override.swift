import Programs

// An override in Swift: built and installed as /usr/libexec/hyperv/hyperv_vfup.hn1, it takes the
// place of hyperv_vfup for hn1 alone. The bond is made as always; its configuration is this list
// instead of rc.conf's. `hyperv_vfup.hn1 -n` prints what would be done.

/// The entry point of an override for hn1, called with the arguments of C's `main`. Makes the bond
/// of hn1 and its VF, gives the bond two addresses, MTU 9000 and a default route, and writes to the
/// log. Returns the exit status.
@c(hyperv_vf_main)
public func main(_ count: CInt, _ words: Arguments) -> CInt {
  runOverride(
    count, words,
    .ifconfig("inet 192.0.2.50/24 mtu 9000"),
    .ifconfig("inet 192.0.2.51/32 alias"),
    .command("/sbin/route", "-n", "add", "-inet", "default", "192.0.2.1"),
    .command("/usr/bin/logger", "-t", "hyperv_vfup.hn1", "lagg1 has taken over"))
}
