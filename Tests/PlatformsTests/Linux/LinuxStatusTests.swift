import Failover
import RCConf
import TestSupport
import Testing

@testable import Platforms

private let mac = "00:15:5d:4a:0b:01"

@Suite("Linux: the pairs as they are")
struct LinuxStatusTests {
  /// Returns the pairs that `status` finds for these NICs. `text` is the output of ip(8).
  private func pairs(
    _ nics: [LinuxNIC], kernel: String = "4.9.0-amd64", answer text: String = "",
    _ change: (ScriptedView) -> Void = { _ in }
  ) throws -> PairsState {
    let guest = ScriptedView(nics, kernel: kernel)
    guest.answers[IPStatusQuery().command] = CommandResult(.exit(0), output: text)
    change(guest)
    let whole = try status(.whole, guest)
    // `watch` sees the same, and asks no command.
    guest.answers = [:]
    #expect(changes(from: whole.pairs, to: try status(.trafficPath, guest).pairs).isEmpty)
    return whole
  }

  private func status(_ detail: StatusDetail, _ guest: ScriptedView) throws -> PairsState {
    try Linux().status(
      detail, settings: GeneralSettings(), variables: Variables([]), asking: guest)
  }

  private func nic(_ name: String, master: String? = nil) -> Interface {
    var nic = Interface(interface(name))
    nic.isUp = true
    nic.hardwareAddress = HardwareAddress(mac)
    nic.master = master.map { interface($0) }
    return nic
  }

  private func pair(master: String? = nil) -> PairState {
    var pair = PairState(of: .init(nic("eth0", master: master), driver: "hv_netvsc"))
    pair.hardwareAddress = HardwareAddress(mac)
    pair.hasPrimary = true
    pair.active = interface("eth0")
    return pair
  }

  private func vf(master: String?) -> PairState.Member {
    .init(nic("enP1s1", master: master), driver: "mlx5_core", device: "0001:00:02.0")
  }

  @Test("a guest without a synthetic NIC has no pair, and ip(8) is not asked")
  func none() throws {
    let guest = ScriptedView([.pci("enp0s1", mac), .virtual("br0", mac)])
    #expect(try status(.whole, guest) == PairsState([]))
  }

  @Test("a synthetic NIC without a VF is half a pair")
  func alone() throws {
    #expect(try pairs([.netvsc("eth0", mac), .pci("enp0s1", mac)]) == PairsState([pair()]))
  }

  @Test(
    "a pair that nothing holds waits for a kernel that would hold it",
    arguments: [("4.9.0", false), ("6.1.0", true)])
  func separate(kernel: String, awaits: Bool) throws {
    var wanted = pair()
    wanted.vf = vf(master: nil)
    wanted.awaitsKernel = awaits
    let nics: [LinuxNIC] = [.netvsc("eth0", mac), .vf("enP1s1", mac)]
    #expect(try pairs(nics, kernel: kernel) == PairsState([wanted]))
  }

  @Test("transparent mode: the VF carries the traffic while it is up", arguments: [true, false])
  func transparent(isUp: Bool) throws {
    var wanted = pair()
    wanted.mode = .transparent
    wanted.vf = vf(master: "eth0")
    wanted.vf?.interface.isUp = isUp
    wanted.active = interface(isUp ? "enP1s1" : "eth0")
    let nics: [LinuxNIC] = [
      .netvsc("eth0", mac), .vf("enP1s1", mac, master: "eth0").with { $0.isUp = isUp },
    ]
    #expect(try pairs(nics, kernel: "6.1.0") == PairsState([wanted]))
  }

  private func bonded(_ file: String, _ text: String) throws -> PairState? {
    let nics: [LinuxNIC] = [
      .bond("bond0", mac, "eth0 enP1s1"), .netvsc("eth0", mac, master: "bond0"),
      .vf("enP1s1", mac, master: "bond0"),
    ]
    return try pairs(nics) { $0.files["/sys/class/net/bond0/bonding/\(file)"] = text + "\n" }
      .pairs.first
  }

  @Test("a bond says by which member it sends, and which one it prefers")
  func bond() throws {
    var wanted = pair(master: "bond0")
    wanted.mode = .bond
    wanted.vf = vf(master: "bond0")
    wanted.bond = nic("bond0")
    wanted.bond?.bond = Bond(.failover, members: [interface("eth0"), interface("enP1s1")])
    wanted.active = interface("enP1s1")
    #expect(try bonded("active_slave", "enP1s1") == wanted)
    wanted.active = nil
    wanted.primary = interface("eth0")
    #expect(try bonded("primary", "eth0") == wanted)
  }

  @Test("of a bond of others nothing is seen, of an empty one of our name that it is there")
  func otherBonds() throws {
    let nics: [LinuxNIC] = [.netvsc("eth0", mac), .bond("bond0", "00:15:5d:00:00:09", "eth7")]
    #expect(try pairs(nics) == PairsState([pair()]))
    let empty = try pairs([.netvsc("eth0", mac), .bond("bond0", mac, "")])
    #expect(empty.pairs.first?.bond?.bond == Bond(.failover, members: []))
    #expect(empty.pairs.first?.mode == PairState.Mode.none)
  }

  @Test("addresses, default routes, clients and owners are those of the pair")
  func surroundings() throws {
    let text = """
      1: lo    inet 127.0.0.1/8 scope host lo\\ valid_lft forever preferred_lft forever
      2: eth0    inet 10.1.2.4/24 brd 10.1.2.255 scope global eth0\\ valid_lft forever
      3: enP1s1    inet6 2001:db8::4/64 scope global \\ valid_lft forever preferred_lft forever
      9: tun0    inet 10.9.0.1 peer 10.9.0.2/32 scope global tun0\\ valid_lft forever
      default via 10.1.2.1 dev eth0 proto dhcp metric 100
      default via 10.9.9.9 dev eth9
      1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN
      default via fe80::1 dev enP1s1 proto ra metric 1024 expires 1799sec
      """
    let found = try pairs([.netvsc("eth0", mac), .vf("enP1s1", mac)], answer: text) {
      $0.files["/run/dhclient.enP1s1.pid"] = "731\n"
      $0.files["/proc/731/cmdline"] = "/sbin/dhclient\0-4\0enP1s1\0"
      $0.files["/run/dhclient.eth0.pid"] = "732\n"
      $0.files["/proc/732/cmdline"] = "vi\0"
      $0.files["/sys/class/net/enP1s1/ifindex"] = "3\n"
      $0.files["/sys/fs/cgroup/system.slice/systemd-networkd.service/cgroup.procs"] = "9\n"
      $0.files["/run/systemd/netif/links/3"] = "ADMIN_STATE=configured\n"
    }
    let pair = try #require(found.pairs.first)
    #expect(pair.synthetic.interface.addresses.map(\.description) == ["10.1.2.4/24"])
    #expect(pair.vf?.interface.addresses.map(\.description) == ["2001:db8::4/64"])
    #expect(
      pair.defaultRoutes == [
        Route(
          to: "default", family: .inet, via: IPAddress("10.1.2.1"), through: interface("eth0")),
        Route(
          to: "default", family: .inet6, via: IPAddress("fe80::1"), through: interface("enP1s1")),
      ])
    #expect(pair.clients.map(\.process) == [731])
    #expect(pair.owner == .networkd)
  }

  @Test(
    "the largest MTU of a VF is asked for where its MTU is another",
    arguments: [
      (
        "3: enP1s1: <UP> mtu 1400\\    link/ether \(mac) minmtu 68 maxmtu 9000 ", CInt(0),
        9000 as Int?
      ),
      ("3: enP1s1: <UP> mtu 1400\\    link/ether \(mac) minmtu 68 maxmtu 0 ", 0, nil),
      ("3: enP1s1: <UP> mtu 1400\\    link/ether \(mac)", 0, nil),
      ("", 1, nil),
    ])
  func largestMTU(output: String, status: CInt, expected: Int?) throws {
    let ip = """
      2: eth0: <UP> mtu 1500 qdisc mq\\    link/ether \(mac)
      3: enP1s1: <UP> mtu 1400 qdisc mq\\    link/ether \(mac)
      """
    let found = try pairs([.netvsc("eth0", mac), .vf("enP1s1", mac, master: "eth0")], answer: ip) {
      $0.answers[LargestMTUQuery(interface("enP1s1")).command] = CommandResult(
        .exit(status), output: output)
    }
    #expect(found.pairs.first?.vf?.largestMTU == expected)
  }

  @Test("a network function from Hyper-V without a NIC is seen; another device is not")
  func idle() throws {
    let bridge = "/sys/bus/vmbus/drivers/hv_pci/47505500-0001-0000-3130-444531454238"
    let found = try pairs([.netvsc("eth0", mac)]) {
      $0.files["\(bridge)/pci0001:00/0001:00:02.0/class"] = "0x020000\n"
      $0.files["\(bridge)/pci0001:00/0001:00:03.0/class"] = "0x010802\n"
      $0.files["\(bridge)/pci0001:00/0001:00:04.0/class"] = "0x020000\n"
      $0.files["\(bridge)/pci0001:00/0001:00:04.0/net/enP1s4/mtu"] = "1500\n"
    }
    #expect(found.idleDevices == ["0001:00:02.0"])
  }

  struct Function: CustomTestStringConvertible {
    var situation: String
    var kind = "0x020000"
    var driver: String?
    /// The names in the folder `net` of the device; nil if it has no such folder.
    var nics: [String]?
    var layer: String?
    var use: UsedVF.Use?
    var isIdle = false
    var testDescription: String { situation }

    /// Adds the device at `path`, with the files that sysfs has for it.
    func put(at path: String, in guest: ScriptedView) {
      guest.files["\(path)/class"] = kind + "\n"
      guest.links["\(path)/driver"] = driver.map { "../../../../../bus/pci/drivers/\($0)" }
      if nics?.isEmpty == true { guest.emptyFolders.insert("\(path)/net") }
      for nic in nics ?? [] { guest.files["\(path)/net/\(nic)/mtu"] = "1500\n" }
      guest.files["\(path)/infiniband/mlx5_0/ports/1/link_layer"] = layer.map { $0 + "\n" }
    }
  }

  private static let functions = [
    Function(situation: "nobody has it", isIdle: true),
    Function(situation: "its driver made no NIC", driver: "mlx5_core", isIdle: true),
    Function(
      situation: "its NIC is in another namespace", driver: "mlx5_core", nics: [], use: .namespace),
    Function(
      situation: "the same with a port of Ethernet for RDMA", driver: "mlx5_core", nics: [],
      layer: "Ethernet", use: .namespace),
    Function(situation: "DPDK by vfio", driver: "vfio-pci", use: .driver("vfio-pci")),
    Function(
      situation: "vfio of a vendor", driver: "mlx5_vfio_pci", use: .driver("mlx5_vfio_pci")),
    Function(
      situation: "DPDK by uio", driver: "uio_pci_generic", use: .driver("uio_pci_generic")),
    Function(situation: "DPDK's own uio", driver: "igb_uio", use: .driver("igb_uio")),
    Function(
      situation: "InfiniBand with IP on it", kind: "0x020700", driver: "mlx5_core", nics: ["ib0"],
      layer: "InfiniBand", use: .infiniBand),
    Function(
      situation: "InfiniBand alone", kind: "0x020700", driver: "mlx5_core", layer: "InfiniBand",
      use: .infiniBand),
    Function(situation: "InfiniBand without a driver", kind: "0x020700", use: .infiniBand),
    Function(
      situation: "an adapter of both, set to InfiniBand", kind: "0x028000", driver: "mlx4_core",
      layer: "InfiniBand", use: .infiniBand),
    Function(
      situation: "a NIC of its own, here", driver: "mana", nics: ["enP2s1"]),
    Function(situation: "a disk", kind: "0x010802", driver: "nvme"),
  ]

  @Test("a VF that is used otherwise is no finding, and its pair is well", arguments: functions)
  func elsewhere(_ row: Function) throws {
    let bridge = "/sys/bus/vmbus/drivers/hv_pci/47505500-0001-0000-3130-444531454238"
    var found = try pairs([
      .netvsc("eth0", mac, master: "bond0"), .bond("bond0", mac, "eth0"),
    ]) {
      row.put(at: "\(bridge)/pci0001:00/0001:00:02.0", in: $0)
      $0.files["/sys/class/net/bond0/bonding/active_slave"] = "eth0\n"
    }
    #expect(found.pairs.map(\.used) == [row.use.map { [UsedVF("0001:00:02.0", $0)] } ?? []])
    #expect(found.idleDevices == (row.isIdle ? ["0001:00:02.0"] : []))
    let earlier = interface("enP1s1")
    found.pairs[0].recordedVF = earlier
    let expected: [Finding] =
      row.use != nil
      ? []
      : (row.isIdle ? [.noDriver(device: "0001:00:02.0")] : [])
        + [.noVF(interface("eth0"), .earlier(earlier))]
    #expect(verdict(on: found) == expected)
  }

  @Test("with fewer used VFs than pairs without one, some pair has none")
  func ambiguous() throws {
    let other = "00:15:5d:4a:0b:02"
    let bridge = "/sys/bus/vmbus/drivers/hv_pci/47505500-0002-0000-3130-444531454238"
    let put = { (guest: ScriptedView) in
      Self.functions[4].put(at: "\(bridge)/pci0002:00/0002:00:02.0", in: guest)
    }
    let used = UsedVF("0002:00:02.0", .driver("vfio-pci"))
    let both = try pairs([.netvsc("eth0", mac), .netvsc("eth1", other)], put)
    #expect(both.pairs.map(\.used) == [[], []])
    #expect(both.used == [used])
    let one = try pairs(
      [.netvsc("eth0", mac), .netvsc("eth1", other), .vf("enP2s1", other)], put)
    #expect(one.pairs.map(\.used) == [[used], []])
    #expect(one.used == [])
  }

  @Test("below other hosts a function is a VF only if it is used")
  func otherHosts() throws {
    var settings = GeneralSettings()
    settings.syntheticDrivers = ["virtio_net"]
    let guest = ScriptedView([.virtio("eth0", mac)])
    guest.answers[IPStatusQuery().command] = CommandResult(.exit(0), output: "")
    let folder = "/sys/bus/pci/devices"
    Self.functions[0].put(at: "\(folder)/0000:00:04.0", in: guest)
    Self.functions[2].put(at: "\(folder)/0000:01:00.0", in: guest)
    // The function of the virtio NIC.
    Function(situation: "", driver: "virtio-pci").put(at: "\(folder)/0000:00:03.0", in: guest)
    let found = try Linux().status(
      .whole, settings: settings, variables: Variables(), asking: guest)
    #expect(found.pairs.map(\.used) == [[UsedVF("0000:01:00.0", .namespace)]])
    #expect(found.idleDevices == [])
  }
}
