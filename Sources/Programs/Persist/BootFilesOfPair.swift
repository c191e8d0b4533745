import Failover
import Platforms
import RCConf

extension Pipeline {
  /// Returns the changes of files that make a bond at boot for one pair, and the pair's synthetic
  /// NIC.
  ///
  /// `word` is the name of either NIC of the pair. `name` is the boot system whose files are to be
  /// changed, such as `networkd`; if nil, the system that configures the NIC now is taken. Throws
  /// if no bond is possible, or if the files cannot be changed.
  func bootFiles(
    of word: String, for name: String?
  ) throws(Failure) -> (interface: InterfaceName, files: BootFiles) {
    var chosen: BootSystem?
    if let name { chosen = try bootSystem(named: name) }
    let takeover = try templateTakeover(of: word)
    let variables = try load()
    let system = try bootSystem(of: takeover, chosen)
    if let refusal = takeover.network.obstacle, refusal.isOfStructure { throw .refused(refusal) }
    if let bond = takeover.network.interface(takeover.bond), bond.bond?.members != [] {
      throw .refused(.foreignBond(takeover.bond, bond.bond, of: takeover.synthetic))
    }
    let request = BondAtBoot(takeover, variables, in: config.texts(setting: variables))
    let files = try asking { () throws(GuestError) in
      try platform.bootFiles(request, for: system, asking: guest)
    }
    if let bridge = files.bridge {
      throw .refused(.bridged(takeover.synthetic, by: bridge, pair: takeover.synthetic))
    }
    if let place = files.otherBond {
      throw .unsupported(.bondNameTaken(takeover.bond, at: place, by: takeover.synthetic))
    }
    if let path = files.rewritten {
      throw .unsupported(.writtenByCloudInit(path))
    }
    return (takeover.synthetic, files)
  }

  private func bootSystem(
    of takeover: Takeover, _ chosen: BootSystem?
  ) throws(Failure) -> BootSystem {
    if let chosen { return chosen }
    let found = try asking { () throws(GuestError) -> (BootSystem?, ForeignBootSystem?) in
      let names = try platform.interfaces(asking: guest)
      let nic = names.contains(takeover.bond) ? takeover.bond : takeover.synthetic
      return (
        try platform.bootSystem(of: nic, asking: guest),
        try platform.foreignBootSystem(of: takeover.synthetic, asking: guest)
      )
    }
    if let system = found.0 { return system }
    let systems = platform.bootSystems.map { $0.rawValue }.joined(separator: ", ")
    guard let foreign = found.1 else {
      throw .unsupported(.noNetworkManager(takeover.synthetic, known: systems))
    }
    throw .unsupported(.otherNetworkManager(takeover.synthetic, foreign, bond: takeover.bond))
  }

  private func bootSystem(named name: String) throws(Failure) -> BootSystem {
    let systems = platform.bootSystems
    guard let system = systems.first(where: { $0.rawValue == name }) else {
      throw .usage(.unknownValue(name, of: "--for", among: systems.map { $0.rawValue }))
    }
    return system
  }
}

extension ForeignBootSystem {
  /// Returns words that say how the administrator has this system make `bond`, with the synthetic
  /// NIC `nic` as member, at boot.
  func remedy(_ nic: InterfaceName, _ bond: InterfaceName) -> String {
    switch self {
    case .wicked:
      joined(
        "copy /etc/sysconfig/network/ifcfg-", nic.text, " to ifcfg-", bond.text,
        ", add BONDING_MASTER=yes, BONDING_SLAVE0=", nic.text,
        " and BONDING_MODULE_OPTS='mode=active-backup miimon=100' there, and leave "
          + "STARTMODE=hotplug and BOOTPROTO=none in ifcfg-", nic.text)
    case .connman:
      joined(
        "it makes no bonds; NetworkInterfaceBlacklist=", nic.text, ",", bond.text,
        " in /etc/connman/main.conf hands them over to another, for which --for names the files")
    case .netifd:
      joined(
        "give the interface of ", nic.text,
        " in /etc/config/network 'option proto bonding', 'option bonding_policy active-backup', "
          + "'option slaves ", nic.text, "' (packages kmod-bonding and proto-bonding)")
    case .networkScripts:
      joined(
        "copy /etc/sysconfig/network-scripts/ifcfg-", nic.text, " to ifcfg-", bond.text,
        ", with DEVICE=", bond.text,
        ", TYPE=Bond, BONDING_MASTER=yes and BONDING_OPTS='mode=active-backup miimon=100' there, "
          + "and leave DEVICE=", nic.text, ", MASTER=", bond.text,
        ", SLAVE=yes, ONBOOT=yes and BOOTPROTO=none in ifcfg-", nic.text)
    case .netifrc:
      joined(
        "in /etc/conf.d/net set slaves_", bond.text, "=\"", nic.text, "\", mode_", bond.text,
        "=\"active-backup\", miimon_", bond.text, "=\"100\", config_", nic.text,
        "=\"null\", and give config_", bond.text, " what config_", nic.text,
        " had; rc-update add net.", bond.text, ", rc-update delete net.", nic.text)
    }
  }
}
