import Failover
import RCConf

/// Makes hints for the user: how netplan(5) itself can make the bond. `persist` changes no file of
/// netplan. It writes files for networkd or NetworkManager, which take precedence over those that
/// netplan generates.
struct NetplanAdvice {
  /// The keys of netplan(5) about the hardware. In the configuration that the hints propose, they
  /// stay with the NIC, and the other keys move to the bond.
  private static let hardware = [
    "match", "set-name", "wakeonlan", "emit-lldp", "virtual-function-count", "embedded-switch-mode",
    "openvswitch", "receive-checksum-offload", "transmit-checksum-offload",
    "tcp-segmentation-offload", "tcp6-segmentation-offload", "generic-segmentation-offload",
    "generic-receive-offload", "large-receive-offload",
  ]

  private let request: BondAtBoot
  private let guest: any GuestView

  init(_ request: BondAtBoot, _ guest: any GuestView) {
    self.request = request
    self.guest = guest
  }

  /// The hints, one per line: a sentence, then the YAML text that has netplan make the bond. Never
  /// empty. Throws if a folder of netplan cannot be read.
  var lines: [String] {
    get throws(GuestError) {
      let found = try block
      let id = found?.block.id ?? request.synthetic.text
      let place = found?.path ?? "a file in /etc/netplan"
      let keys = found?.block.keys ?? []
      var lines = [
        "netplan's files stay as they are: the new ones count before what 'netplan generate' makes.",
        "To have netplan make the bond, undo this and say in \(place):", "network:",
        "  version: 2", "  ethernets:", "    \(id):",
      ]
      lines += indented(keys.filter { Self.hardware.contains($0.name) })
      lines += ["      dhcp4: false"] + bond(id)
      lines += indented(
        keys.filter { !Self.hardware.contains($0.name) && $0.name != "macaddress" })
      return lines
        + (try vlans(on: id)).map { "and 'link: \(request.bond)' for the VLAN \($0)" }
    }
  }

  private func bond(_ id: String) -> [String] {
    let address = request.nic.hardwareAddress.map { ["      macaddress: \"\($0)\""] } ?? []
    return ["  bonds:", "    \(request.bond):", "      interfaces: [\(id)]"] + address + [
      "      parameters:", "        mode: active-backup",
      "        mii-monitor-interval: \(request.monitoring)",
    ]
  }

  private func indented(_ keys: [NetplanBlock.Key]) -> [String] {
    keys.flatMap { $0.lines.map { "      \($0)" } }
  }

  private func texts() throws(GuestError) -> [(path: String, lines: [String])] {
    var found: [(path: String, lines: [String])] = []
    for folder in ["/etc/netplan", "/run/netplan", "/lib/netplan"] {
      for name in try guest.names(in: folder) ?? [] where name.hasSuffix(".yaml") {
        // Only root may read the files.
        guard let bytes = try? guest.contents(of: "\(folder)/\(name)") else { continue }
        let text = String(decoding: bytes, as: UTF8.self)
        found.append(("\(folder)/\(name)", text.lines.map(String.init)))
      }
    }
    return found
  }

  private var block: (path: String, block: NetplanBlock)? {
    get throws(GuestError) {
      for (path, lines) in try texts() {
        let blocks = NetplanBlock.all(under: "ethernets", in: lines)
        let nic = request.synthetic.text
        let address = request.nic.hardwareAddress.map { "\($0)" } ?? " "
        let own = blocks.first { block in
          block.id == nic || block.value(of: "set-name") == nic
            || block.keys.contains { $0.lines.contains { NameInText.holds($0, address) } }
        }
        if let own { return (path, own) }
      }
      return nil
    }
  }

  private func vlans(on id: String) throws(GuestError) -> [String] {
    try texts().flatMap { NetplanBlock.all(under: "vlans", in: $0.lines) }
      .filter { $0.value(of: "link") == id }.map { $0.id }
  }
}

/// The definition of one interface in a YAML file of netplan: its identifier, such as `eth0`, and
/// the keys below. Only YAML in block style is understood, not `{dhcp4: true}`.
struct NetplanBlock {
  /// A key such as `dhcp4` in the definition of an interface. `lines` are the line of the key and
  /// all lines that belong to it, without the indentation of the key.
  struct Key {
    var name: String
    var lines: [String]
  }

  /// The identifier of the definition, such as `eth0`, without quotes. The interface may have
  /// another name.
  var id: String
  /// The keys of the definition, in the order of the file. Empty if it has none.
  var keys: [Key] = []

  /// Returns the value of the key `name` without quotes, if the value is on the line of the key:
  /// `eth0` for `link: "eth0"`. Empty if the value is on later lines; nil if there is no such key.
  func value(of name: String) -> String? {
    guard let line = keys.first(where: { $0.name == name })?.lines.first else { return nil }
    let value = Array((line.cut(at: UInt8(ascii: ":")).tail ?? "").utf8).trimmedText
    return value[...].words(between: ByteSet("\"'")).first ?? ""
  }

  /// Returns the definitions below the key `kind`, such as `ethernets`, in the order of `lines`,
  /// the lines of a YAML file. Empty if there are none.
  static func all(under kind: String, in lines: [String]) -> [NetplanBlock] {
    var found: [NetplanBlock] = []
    // The indentation of the kind, of its definitions and of their keys; nil until each is reached.
    var kindDepth: Int?
    var depth: Int?
    var keyDepth: Int?
    for line in lines {
      let indentation = line.utf8.prefix { $0 == 0x20 }.count
      let content = String(line.dropFirst(indentation))
      guard let first = content.first, first != "#" else { continue }
      if let outer = kindDepth, indentation <= outer { (kindDepth, depth) = (nil, nil) }
      guard kindDepth != nil else {
        if content.words == ["\(kind):"] { kindDepth = indentation }
        continue
      }
      if depth == nil { depth = indentation }
      if indentation == depth {
        found.append(NetplanBlock(id: name(content)))
        keyDepth = nil
      } else if !found.isEmpty {
        let own = keyDepth ?? indentation
        keyDepth = own
        found[found.count - 1].add(
          String(line.dropFirst(min(own, indentation))), own == indentation)
      }
    }
    return found
  }

  private mutating func add(_ line: String, _ isKey: Bool) {
    if isKey, !line.hasPrefix("-") {
      keys.append(Key(name: Self.name(line), lines: [line]))
    } else if !keys.isEmpty {
      keys[keys.count - 1].lines.append(line)
    }
  }

  private static func name(_ content: String) -> String {
    let head = Array(content.cut(at: UInt8(ascii: ":")).head.utf8).trimmedText
    return String(head.filter { $0 != "\"" && $0 != "'" })
  }
}
