import Failover

// A NIC in a vnet jail (`ifconfig mce0 vnet www`) is neither in the host's list of interfaces nor
// in the kernel's list of pairs.

extension FreeBSD {
  /// Searches the vnet jails for the VF of each pair that has no VF on the host, by the hardware
  /// address of the synthetic NIC, and records a found VF in `used` of the pair. `all` is the
  /// output of `ifconfig -a` on the host. Finds nothing if this process is not root's, or if
  /// ifconfig(8) has no `-j` (before release 14).
  func findInJails(
    _ pairs: inout [PairState], besides all: String, asking guest: any GuestView
  ) {
    guard pairs.contains(where: { $0.vf == nil }) else { return }
    let here = listings(in: all).compactMap { IfconfigIdentity($0) }
    for jail in jails(besides: all, asking: guest) {
      let found = jail.listings.filter { !String($0.text).isVLAN }.compactMap {
        IfconfigIdentity($0)
      }
      for index in pairs.indices where pairs[index].vf == nil {
        let own = here.first { $0.name == pairs[index].synthetic.name.text }
        guard let vf = found.first(where: { $0.address == own?.address }) else { continue }
        pairs[index].used = [UsedVF(vf.name, .jail(jail.name))]
      }
    }
  }

  /// The synthetic NICs in vnet jails, recognised by the names of hn(4), such as `hn0`; empty if
  /// there are none. `all` is the output of `ifconfig -a` on the host.
  func jailedNICs(besides all: String, asking guest: any GuestView) -> [JailedNIC] {
    jails(besides: all, asking: guest).flatMap { jail in
      jail.listings.compactMap { InterfaceName($0.name) }.filter { $0.isSynthetic }
        .map { JailedNIC($0, in: jail.name) }
    }
  }

  /// A jail: its name, and the lines of ifconfig(8) about each interface that is in the jail and
  /// not on the host. Only a vnet jail has such interfaces.
  private typealias Jail = (name: String, listings: [IfconfigListing])

  private func jails(besides all: String, asking guest: any GuestView) -> [Jail] {
    let here = listings(in: all).map { $0.name }
    // Each line has the form `JID NAME`.
    let jails = outputOrEmpty(of: Command("/usr/sbin/jls", ["jid", "name"]), asking: guest).lines
    return jails.map { $0.words }.filter { $0.count == 2 && $0[0].hasOnlyDigits }.map { words in
      let text = outputOrEmpty(of: Command(Self.ifconfig, ["-j", words[0], "-a"]), asking: guest)
      // A jail without its own network has the same list as the host.
      return (words[1], listings(in: text).filter { !here.contains($0.name) })
    }
  }

  /// The standard output of `command`; empty if the program is missing or fails.
  private func outputOrEmpty(of command: Command, asking guest: any GuestView) -> String {
    do throws(GuestError) {
      return try answer(to: command, asking: guest) ?? ""
    } catch {
      return ""
    }
  }
}
