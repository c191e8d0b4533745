import Failover
import TestSupport

/// A situation with the rules of one kernel.
struct SituationCase: Sendable, CustomStringConvertible {
  let situation: Situation
  let kernel: SimulatedNetwork.Kernel

  var description: String { "\(situation.name), \(kernel)" }

  static let all: [SituationCase] = Situation.all.flatMap { situation in
    SimulatedNetwork.Kernel.allCases.flatMap { kernel -> [SituationCase] in
      let order: Takeover.Order = kernel == .lagg ? .lagg : .bonding
      guard situation.order == nil || situation.order == order else { return [] }
      let row = SituationCase(situation: situation, kernel: kernel)
      // A VF that has addresses is up.
      guard kernel == .lagg, situation.vfAddresses.isEmpty else { return [row] }
      let down = situation.with {
        $0.isVFUp = false
        $0.name += ", the VF is down"
      }
      return [row, SituationCase(situation: down, kernel: kernel)]
    }
  }
}

extension Situation {
  static let all = ipv4 + ipv6 + bonds + ofVF

  private static let dhcp = Situation("DHCP").with {
    $0.rcConf = "ifconfig_hn0=DHCP"
    $0.addresses = ["192.0.2.50/24"]
    $0.routes = ["default 192.0.2.1"]
    $0.hasClient = true
    $0.order = .lagg
    $0.wanted = ["192.0.2.50/24"]
    $0.wantedRoutes = ["default 192.0.2.1"]
    $0.wantsClient = true
  }

  private static let fixed = Situation("static").with {
    $0.rcConf = "ifconfig_hn0='inet 192.0.2.50 netmask 255.255.255.0'"
    $0.addresses = ["192.0.2.50/24"]
    $0.order = nil
    $0.wanted = ["192.0.2.50/24"]
  }

  private static let ipv4 = [
    dhcp,
    dhcp.with {
      $0.name = "DHCP, where the configuration moves with its lease"
      $0.order = .bonding
      $0.wanted = ["192.0.2.50/24"]
      $0.wantedRoutes = ["default 192.0.2.1"]
    },
    dhcp.with {
      $0.name = "DHCP that waits for the lease, with a route of its own"
      $0.rcConf = "ifconfig_hn0=SYNCDHCP"
      $0.routes += ["198.51.100.0/24 192.0.2.9"]
      $0.wanted = ["192.0.2.50/24"]
      $0.wantedRoutes = ["default 192.0.2.1", "198.51.100.0/24 192.0.2.9"]
    },
    dhcp.with {
      $0.name = "DHCP that got nothing yet"
      $0.addresses = []
      $0.routes = []
      $0.order = nil
      $0.wanted = []
      $0.wantedRoutes = []
    },
    dhcp.with {
      $0.name = "DHCP with an alias"
      $0.rcConf = "ifconfig_hn0=DHCP\nifconfig_hn0_alias0='inet 192.0.2.61/32'"
      $0.addresses = ["192.0.2.50/24", "192.0.2.61/32"]
      $0.wanted = ["192.0.2.50/24", "192.0.2.61/32"]
    },
    fixed,
    fixed.with {
      $0.name = "static with routes"
      $0.routes = ["default 192.0.2.1", "198.51.100.0/24 192.0.2.9"]
      $0.wantedRoutes = ["198.51.100.0/24 192.0.2.9", "default 192.0.2.1"]
    },
    fixed.with {
      $0.name = "static with aliases, one of them missing, and a range"
      $0.rcConf = """
        ifconfig_hn0="inet 192.0.2.50/24"
        ifconfig_hn0_alias0="inet 192.0.2.61-63/32"
        ifconfig_hn0_alias1="inet 198.51.100.7/28"
        """
      $0.addresses = [
        "192.0.2.50/24", "192.0.2.61/32", "192.0.2.63/32", "198.51.100.7/28",
      ]
      $0.routes = ["default 192.0.2.1", "203.0.113.0/24 198.51.100.1"]
      $0.order = .lagg
      $0.wanted = [
        "192.0.2.50/24", "192.0.2.61/32", "192.0.2.62/32", "192.0.2.63/32", "198.51.100.7/28",
      ]
      $0.wantedRoutes = ["203.0.113.0/24 198.51.100.1", "default 192.0.2.1"]
    },
    fixed.with {
      $0.name = "all of it in ipv4_addrs"
      $0.rcConf = "ifconfig_hn0=up\nipv4_addrs_hn0='192.0.2.50/24 198.51.100.7/28'"
      $0.addresses = ["192.0.2.50/24", "198.51.100.7/28"]
      $0.routes = ["default 192.0.2.1"]
      $0.wanted = ["192.0.2.50/24", "198.51.100.7/28"]
      $0.wantedRoutes = ["default 192.0.2.1"]
    },
    fixed.with {
      $0.name = "rc.conf silent"
      $0.rcConf = ""
      $0.routes = ["default 192.0.2.1"]
      $0.wantedRoutes = ["default 192.0.2.1"]
    },
    dhcp.with {
      $0.name = "rc.conf silent, a client started by hand"
      $0.rcConf = ""
      $0.wanted = ["192.0.2.50/24"]
      $0.wantedRoutes = ["default 192.0.2.1"]
    },
    dhcp.with {
      $0.name = "rc.conf silent, a client started by hand, that moves"
      $0.rcConf = ""
      $0.order = .bonding
      $0.wanted = ["192.0.2.50/24"]
      $0.wantedRoutes = ["default 192.0.2.1"]
    },
    fixed.with {
      $0.name = "rc.conf silent, nothing live"
      $0.rcConf = "ifconfig_hn0=up"
      $0.addresses = []
      $0.wanted = []
    },
    fixed.with {
      $0.name = "a kernel without IPv6"
      $0.rcConf += "\nifconfig_hn0_ipv6='inet6 2001:db8::5/64'"
      $0.hasIPv6 = false
    },
  ]
}
