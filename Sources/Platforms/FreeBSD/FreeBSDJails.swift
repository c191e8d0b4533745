import Failover

// A NIC that was given to a vnet jail (`ifconfig mce0 vnet www`) leaves the host's list of interfaces, and
// the kernel's list of pairs with it.

extension FreeBSD {
  /// Finds the VFs of pairs that have none in the vnet jails, by their hardware address. `all` is what
  /// ifconfig(8) lists here. Nothing is found by who is not root, or where ifconfig has no -j (before
  /// release 14).
  func findInJails(
    _ pairs: inout [PairState], besides all: String, asking guest: any GuestView
  ) {
    guard pairs.contains(where: { $0.vf == nil }) else { return }
    let here = listings(in: all).compactMap { IfconfigIdentity($0) }
    // Words of the form `JID NAME`.
    let jails = said(by: Command("/usr/sbin/jls", ["jid", "name"]), asking: guest).lines
    for jail in jails {
      let words = jail.words
      guard words.count == 2, words[0].hasOnlyDigits else { continue }
      let text = said(by: Command(Self.ifconfig, ["-j", words[0], "-a"]), asking: guest)
      // A jail without a network of its own lists what is here.
      let found = listings(in: text).filter { listing in
        !String(listing.text).isVLAN && !here.contains { $0.name == listing.name }
      }.compactMap { IfconfigIdentity($0) }
      for index in pairs.indices where pairs[index].vf == nil {
        let own = here.first { $0.name == pairs[index].synthetic.name.text }
        guard let vf = found.first(where: { $0.address == own?.address }) else { continue }
        pairs[index].used = [UsedVF(vf.name, .jail(words[1]))]
      }
    }
  }

  /// What a command prints; nothing where it is missing or fails.
  private func said(by command: Command, asking guest: any GuestView) -> String {
    do throws(GuestError) {
      return try answer(to: command, asking: guest) ?? ""
    } catch {
      return ""
    }
  }
}
