import Failover
import TestSupport

extension Situation {
  private static let fixed6 = Situation("IPv6 static").with {
    $0.rcConf = """
      ifconfig_hn0="inet 192.0.2.50/24"
      ifconfig_hn0_ipv6="inet6 2001:db8::5 prefixlen 64"
      """
    $0.addresses = ["192.0.2.50/24", "2001:db8::5/64"]
    $0.routes = ["default 192.0.2.1", "default fe80::1%hn0"]
    $0.isIPv6On = true
    $0.wanted = ["192.0.2.50/24", "2001:db8::5/64"]
    $0.wantedRoutes = ["default 192.0.2.1", "default fe80::1%lagg0"]
  }

  static let ipv6 = [
    fixed6,
    fixed6.with {
      $0.name = "IPv6 static with an alias, a legacy alias and a prefix"
      $0.rcConf += """

        ifconfig_hn0_alias0="inet6 2001:db8::6/64"
        ipv6_ifconfig_hn0_alias0="2001:db8::7/64"
        ipv6_prefix_hn0="2001:db8:0:1"
        """
      $0.wanted += ["2001:db8:0:1:215:5dff:fe4a:b01/64", "2001:db8::6/64", "2001:db8::7/64"]
    },
    fixed6.with {
      $0.name = "router advertisements"
      $0.rcConf = "ifconfig_hn0=DHCP\nifconfig_hn0_ipv6='inet6 accept_rtadv'"
      $0.addresses = ["192.0.2.50/24", "2001:db8::215:5dff:fe4a:b01/64 autoconf"]
      $0.routes = ["default 192.0.2.1"]
      $0.acceptsRouterAdvertisements = true
      $0.hasClient = true
      $0.wanted = ["192.0.2.50/24"]
      $0.wantedRoutes = ["default 192.0.2.1"]
      $0.wantsClient = true
    },
    fixed6.with {
      $0.name = "router advertisements and nothing else"
      $0.rcConf = "ifconfig_hn0_ipv6='inet6 accept_rtadv'"
      $0.addresses = []
      $0.routes = []
      $0.acceptsRouterAdvertisements = true
      $0.wanted = []
      $0.wantedRoutes = []
    },
    fixed6.with {
      $0.name = "router advertisements, and IPv4 that rc.conf does not know"
      $0.rcConf = "ifconfig_hn0_ipv6='inet6 accept_rtadv'"
      $0.addresses = ["192.0.2.50/24"]
      $0.routes = ["default 192.0.2.1"]
      $0.acceptsRouterAdvertisements = true
      $0.wanted = ["192.0.2.50/24"]
      $0.wantedRoutes = ["default 192.0.2.1"]
    },
    fixed6.with {
      $0.name = "IPv6 off, with an address"
      $0.rcConf = "ifconfig_hn0='inet 192.0.2.50/24'"
      $0.routes = ["default 192.0.2.1"]
      $0.isIPv6On = false
      $0.wanted = ["192.0.2.50/24"]
      $0.wantedRoutes = ["default 192.0.2.1"]
    },
    fixed6.with {
      $0.name = "rc.conf silent, both families live"
      $0.rcConf = ""
      $0.addresses += ["2001:db8::9/128 autoconf"]
      $0.routes += ["2001:db8:1::/48 2001:db8::1"]
      $0.order = nil
      $0.wantedRoutes += ["2001:db8:1::/48 2001:db8::1"]
    },
    fixed6.with {
      $0.name = "IPv6 in rc.conf, but not for this interface"
      $0.rcConf = "ipv6_network_interfaces=hn9\nifconfig_hn0_ipv6='inet6 2001:db8::5/64'"
    },
    fixed6.with {
      $0.name = "IPv6 in rc.conf that the kernel does not know, IPv4 live"
      $0.rcConf = "ifconfig_hn0_ipv6='inet6 2001:db8::5/64'"
      $0.addresses = ["192.0.2.50/24"]
      $0.routes = ["default 192.0.2.1"]
      $0.isIPv6On = false
      $0.hasIPv6 = false
      $0.wanted = ["192.0.2.50/24"]
      $0.wantedRoutes = ["default 192.0.2.1"]
    },
  ]

  static let bonds = [
    fixed6.with {
      $0.name = "an empty bond"
      $0.members = []
    },
    fixed6.with {
      $0.name = "an empty bond, rc.conf silent"
      $0.rcConf = ""
      $0.members = []
      $0.order = nil
    },
    fixed6.with {
      $0.name = "a bond with the VF only"
      $0.members = [.vf]
    },
    fixed6.with {
      $0.name = "a bond with the synthetic NIC only, that kept the IPv4 address"
      $0.rcConf = "ifconfig_hn0='inet 192.0.2.50/24'"
      $0.addresses = ["192.0.2.50/24"]
      $0.routes = ["default 192.0.2.1"]
      $0.isIPv6On = false
      $0.members = [.hn0]
      $0.wanted = ["192.0.2.50/24"]
      $0.wantedRoutes = ["default 192.0.2.1"]
    },
    fixed6.with {
      $0.name = "an empty bond, DHCP that waits"
      $0.rcConf = "ifconfig_hn0=SYNCDHCP"
      $0.addresses = ["192.0.2.50/24"]
      $0.routes = ["default 192.0.2.1"]
      $0.isIPv6On = false
      $0.hasClient = true
      $0.members = []
      $0.wanted = ["192.0.2.50/24"]
      $0.wantedRoutes = ["default 192.0.2.1"]
      $0.wantsClient = true
    },
  ]
}
