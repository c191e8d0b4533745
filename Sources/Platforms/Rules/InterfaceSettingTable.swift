extension InterfaceSetting {
  /// Returns the kinds of configuration files for programs that both systems have, such as dnsmasq
  /// and keepalived. `etc` is the folder for such files: /usr/local/etc on FreeBSD, /etc on Linux.
  private static func common(_ etc: String) -> [InterfaceSetting] {
    [
      InterfaceSetting("\(etc)/dnsmasq.conf \(etc)/dnsmasq.d/*"),
      InterfaceSetting("\(etc)/keepalived/keepalived.conf", .numberOrExclamation, .all, .replace),
      InterfaceSetting("\(etc)/radvd.conf"),
      InterfaceSetting("\(etc)/chrony.conf \(etc)/chrony/chrony.conf", .numberOrExclamation),
      InterfaceSetting("\(etc)/suricata/suricata.yaml"),
      InterfaceSetting("\(etc)/snort/snort.debian.conf \(etc)/snort/snort.conf"),
      InterfaceSetting("\(etc)/vnstat.conf", .number, .all, .replace),
      InterfaceSetting("\(etc)/collectd/collectd.conf \(etc)/collectd.conf"),
      InterfaceSetting(
        "\(etc)/zabbix/zabbix_agentd.conf \(etc)/zabbix/zabbix_agent2.conf \(etc)/zabbix6/zabbix_agentd.conf"
      ),
      InterfaceSetting("\(etc)/fail2ban/jail.local \(etc)/fail2ban/action.d/*.local", .lines),
      InterfaceSetting("\(etc)/snmp/snmpd.conf \(etc)/lldpd.conf \(etc)/lldpd.d/*.conf"),
      InterfaceSetting("\(etc)/bird.conf \(etc)/bird/bird.conf", .code),
      InterfaceSetting("\(etc)/frr/frr.conf", .numberOrExclamation),
    ]
  }

  /// The kinds of configuration files of FreeBSD and its packages that may name interfaces.
  package static let freeBSD =
    [
      InterfaceSetting("/etc/jail.conf /etc/jail.conf.d/*.conf", .code, .all, .replace),
      InterfaceSetting("/etc/rtadvd.conf"), InterfaceSetting("/etc/ntp.conf"),
      InterfaceSetting(
        "/var/unbound/unbound.conf /var/unbound/conf.d/*.conf /usr/local/etc/unbound/unbound.conf"),
      InterfaceSetting("/usr/local/etc/namedb/named.conf", .code),
      InterfaceSetting("/usr/local/etc/smb4.conf", .lines),
      InterfaceSetting("/usr/local/etc/dhcpd.conf", .code),
      InterfaceSetting("/usr/local/etc/dhcpcd.conf"),
      InterfaceSetting(
        "/etc/rc.local /etc/crontab /etc/cron.d/* /var/cron/tabs/root"),
      InterfaceSetting("/usr/local/etc/mpd5/mpd.conf"),
    ] + common("/usr/local/etc")

  /// The kinds of configuration files of Linux distributions that may name interfaces.
  package static let linux =
    [
      // A takeover handles the stanza of the interface and its VLANs.
      InterfaceSetting(
        "/etc/network/interfaces /etc/network/interfaces.d/*", .number,
        .allBut([
          "auto", "allow-hotplug", "allow-auto", "iface", "vlan-raw-device", "vlan_raw_device",
          "bond-slaves", "bond_slaves", "slaves", "bond-primary", "bond_primary",
        ])
      ),
      InterfaceSetting("/etc/netplan/*.yaml", .number, .behind(["interfaces", "-"])),
      InterfaceSetting("/etc/ntp.conf /etc/ntpsec/ntp.conf"),
      InterfaceSetting("/etc/unbound/unbound.conf /etc/unbound/unbound.conf.d/*.conf"),
      InterfaceSetting(
        "/etc/bind/named.conf /etc/bind/named.conf.options /etc/named.conf", .code),
      InterfaceSetting("/etc/samba/smb.conf", .lines),
      InterfaceSetting("/etc/dhcp/dhcpd.conf", .code),
      InterfaceSetting("/etc/default/*"), InterfaceSetting("/etc/sysconfig/dhcpd"),
      InterfaceSetting("/etc/firewalld/zones/*.xml", .markup),
      InterfaceSetting(
        "/etc/libvirt/qemu/networks/*.xml /etc/libvirt/qemu/*.xml", .markup, .all, .replace),
      InterfaceSetting("/etc/shorewall/interfaces /etc/shorewall6/interfaces /etc/ferm/ferm.conf"),
      InterfaceSetting("/etc/avahi/avahi-daemon.conf", .lines),
      InterfaceSetting(
        "/etc/rc.local /etc/rc.d/rc.local /etc/crontab /etc/cron.d/* /var/spool/cron/crontabs/root /var/spool/cron/root"
      ),
      InterfaceSetting(
        "/etc/networkd-dispatcher/routable.d/* /etc/NetworkManager/dispatcher.d/* /etc/network/if-up.d/*"
      ),
    ] + common("/etc")
}
