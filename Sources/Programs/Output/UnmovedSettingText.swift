import Failover

extension UnmovedSetting {
  /// A warning that this setting does not move to `bond`, with what the user can do:
  /// `eth0: its filters stay with it; ...`.
  func text(bond: InterfaceName) -> String { "\(interface ?? bond): \(words(bond: bond))" }

  /// A finding of `hyperv_vfctl check`: a takeover would not move this setting to `bond`.
  func finding(bond: InterfaceName) -> ConfigFinding {
    ConfigFinding("\(interface ?? bond)", "a takeover: " + words(bond: bond))
  }

  /// The interface that has the setting; nil for static neighbours, which are reported for the
  /// bond.
  private var interface: InterfaceName? {
    switch self {
    case .queueing(let name, _), .filters(let name), .packetProgram(let name),
      .multicastTunnel(let name), .authentication(let name), .lease(_, let name):
      name
    case .staticNeighbors: nil
    }
  }

  private func words(bond: InterfaceName) -> String {
    switch self {
    case .queueing(let name, let kind):
      "its queueing discipline (\(kind)) stays with it; 'tc qdisc show dev \(name)' shows it, and 'tc "
        + "qdisc add dev \(bond) ...' gives \(bond) one"
    case .filters(let name):
      "its filters stay with it; 'tc filter show dev \(name) ingress' (and 'egress') shows them, and 'tc "
        + "filter add dev \(bond) ...' gives \(bond) some"
    case .packetProgram(let name):
      "its XDP program sees only what comes by \(name) itself; 'ip link show dev \(name)' shows it, and "
        + "'ip link set dev \(bond) xdp ...' gives \(bond) one"
    case .multicastTunnel(let name):
      "joins its multicast group at \(bond) only when it comes up again: 'ip link set dev \(name) down', "
        + "'ip link set dev \(name) up'"
    case .authentication(let name):
      "wpa_supplicant goes on at \(name) itself; \(bond) needs none of its own"
    case .staticNeighbors:
      "rc.conf's static_arp_pairs and static_ndp_pairs went with the address; 'service static_arp restart' "
        + "and 'service static_ndp restart' set them again"
    case .lease(let entry, _):
      "its lease of \(entry.address) ends with its DHCP client; \(bond) has what the synthetic NIC had"
    }
  }
}
