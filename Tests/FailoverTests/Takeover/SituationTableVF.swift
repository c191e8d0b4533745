import Failover

// Situations in which the VF is configured, or a bridge exists.
extension Situation {
  private static let onlyVF = Situation("the VF alone is configured, by DHCP").with {
    $0.rcConf = "ifconfig_mlxen0=DHCP"
    $0.vfAddresses = ["192.0.2.50/24"]
    $0.vfRoutes = ["default 192.0.2.1"]
    $0.vfHasClient = true
    $0.order = nil
    $0.wanted = ["192.0.2.50/24"]
    $0.wantedRoutes = ["default 192.0.2.1"]
    $0.wantsClient = true
  }

  private static let both = Situation("both have a lease").with {
    $0.rcConf = "ifconfig_DEFAULT=DHCP"
    $0.addresses = ["192.0.2.50/24"]
    $0.routes = ["default 192.0.2.1"]
    $0.hasClient = true
    $0.vfAddresses = ["192.0.2.51/24"]
    $0.vfHasClient = true
    $0.order = nil
    $0.wanted = ["192.0.2.50/24"]
    $0.wantedRoutes = ["default 192.0.2.1"]
    $0.wantsClient = true
  }

  static let ofVF = [
    onlyVF,
    onlyVF.with {
      $0.name = "the VF alone is configured, static, with an alias and a route"
      $0.rcConf = """
        ifconfig_mlxen0='inet 192.0.2.50/24'
        ifconfig_mlxen0_alias0='inet 192.0.2.61/32'
        """
      $0.vfAddresses = ["192.0.2.50/24", "192.0.2.61/32"]
      $0.vfRoutes += ["198.51.100.0/24 192.0.2.9"]
      $0.vfHasClient = false
      $0.wanted = ["192.0.2.50/24", "192.0.2.61/32"]
      $0.wantedRoutes += ["198.51.100.0/24 192.0.2.9"]
      $0.wantsClient = false
    },
    onlyVF.with {
      $0.name = "the VF alone has addresses of both families, rc.conf is silent"
      $0.rcConf = ""
      $0.vfAddresses = ["192.0.2.50/24", "2001:db8::50/64"]
      $0.vfHasClient = false
      $0.wanted = ["192.0.2.50/24", "2001:db8::50/64"]
      $0.wantsClient = false
    },
    both,
    both.with {
      $0.name = "both have the same lease"
      $0.vfAddresses = ["192.0.2.50/24"]
    },
    both.with {
      $0.name = "the synthetic NIC has a static address, and the VF another"
      $0.rcConf = "ifconfig_hn0='inet 192.0.2.50/24'"
      $0.hasClient = false
      $0.vfAddresses = ["198.51.100.7/24"]
      $0.vfHasClient = false
      $0.wanted = ["192.0.2.50/24", "198.51.100.7/24"]
      $0.wantsClient = false
    },
    both.with {
      $0.name = "addresses beside rc.conf"
      $0.rcConf = "ifconfig_hn0='inet 192.0.2.50/24'"
      $0.hasClient = false
      $0.addresses = ["192.0.2.50/24", "192.0.2.60/32", "10.1.0.5/16"]
      $0.vfAddresses = []
      $0.vfHasClient = false
      $0.wanted = ["192.0.2.50/24", "192.0.2.60/32", "10.1.0.5/16"]
      $0.wantsClient = false
    },
    Situation("rules, neighbours, settings and a tunnel").with {
      $0.addresses = ["192.0.2.50/24"]
      $0.routes = ["default 192.0.2.1"]
      $0.hasSettings = true
      $0.order = .bonding
      $0.wanted = ["192.0.2.50/24"]
      $0.wantedRoutes = ["default 192.0.2.1"]
    },
    Situation("a bridge has the synthetic NIC").with {
      $0.rcConf = "ifconfig_hn0=up"
      $0.isBridged = true
      $0.order = nil
    },
  ]
}
