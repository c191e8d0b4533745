import Failover

/// Finds and replaces the name of an interface in the value of a setting. The value may be a command
/// of sh(1). The name counts in these places:
///
/// - as a whole word, also in quotes, in `(…)` or `{…}`, and beside `=` or after `!`
/// - beside the punctuation of sh that ends a command or begins one: `dev eth0; ip route`,
///   `dev eth0||true`, `dev eth0>/dev/null`. After `>` and `<` comes the name of a file instead.
/// - after the `%` of a zone: `fe80::1%hn0`
/// - in a list with commas or colons: `hn0,hn1`
/// - before the number of a VLAN: `hn0.10`
/// - as the interface of a sysctl(8) variable: `net.ipv4.conf.eth0.rp_filter`,
///   `/proc/sys/net/ipv4/neigh/eth0/gc_stale_time`. These belong to the addresses, which go to the
///   bond.
/// - as the interface of those attributes in /sys/class/net that a bond passes on to its members,
///   such as the MTU, or that are of a bridge's member. The others, such as
///   `/sys/class/net/eth0/queues` and `…/device`, are of the hardware, which a bond has not.
struct NameInValue {
  private let name: [UInt8]

  init(_ name: InterfaceName) { self.name = Array(name.text.utf8) }

  /// Returns true if `value` contains the interface's name as a whole: `hn0` in `lagg0,hn0.10`, but
  /// not in `hn01`.
  // Inlined at its many callers, it would make the image larger.
  @inline(never)
  func isIn(_ value: String) -> Bool { !places(in: Array(value.utf8)).isEmpty }

  /// Returns `value` with `other` in place of the interface's name wherever the name is a whole:
  /// for hn0 and lagg0, `hn0.10 hn01` becomes `lagg0.10 hn01`.
  @inline(never)
  func replaced(by other: InterfaceName, in value: String) -> String {
    let bytes = Array(value.utf8)
    var text: [UInt8] = []
    var next = 0
    for place in places(in: bytes) {
      text += Array(bytes[next..<place]) + Array(other.text.utf8)
      next = place + name.count
    }
    return String(decoding: text + Array(bytes[next...]), as: UTF8.self)
  }

  private func places(in bytes: [UInt8]) -> [Int] {
    guard bytes.count >= name.count else { return [] }
    return (0...(bytes.count - name.count)).filter { place in
      guard bytes[place...].starts(with: name) else { return false }
      let rest = bytes[(place + name.count)...]
      if isBoundary(place == 0 ? nil : bytes[place - 1]) { return isEnd(rest) }
      return isSetting(bytes[..<place], rest)
    }
  }

  private func isSetting(_ head: ArraySlice<UInt8>, _ rest: ArraySlice<UInt8>) -> Bool {
    if head.suffix(Self.sysfs.utf8.count).elementsEqual(Self.sysfs.utf8) {
      let attribute = rest.dropFirst()
      return rest.first == UInt8(ascii: "/")
        && ["mtu", "brport/"].contains { attribute.starts(with: $0.utf8) }
    }
    let isDot = { (byte: UInt8?) in byte == UInt8(ascii: ".") || byte == UInt8(ascii: "/") }
    guard isDot(head.last), isDot(rest.first) else { return false }
    return ["conf", "neigh"].contains { word in
      let before = head.dropLast()
      guard before.suffix(word.utf8.count).elementsEqual(word.utf8) else { return false }
      return isDot(before.dropLast(word.utf8.count).last)
    }
  }

  /// The folder of sysfs with the attributes of each interface.
  static let sysfs = "/sys/class/net/"

  private func isBoundary(_ byte: UInt8?) -> Bool {
    guard let byte else { return true }
    return byte <= 0x20 || "%,:=\"'({!;|&`".utf8.contains(byte)
  }

  private func isEnd(_ rest: ArraySlice<UInt8>) -> Bool {
    guard let byte = rest.first else { return true }
    if byte == UInt8(ascii: ".") {
      let number = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
      return !number.isEmpty && isEnd(rest.dropFirst(1 + number.count))
    }
    return byte <= 0x20 || ",:=\"')};|&<>`\\".utf8.contains(byte)
  }
}
