import Failover

extension SimulatedMachine {
  /// Runs ifconfig(8) as a release of FreeBSD does.
  mutating func releaseIfconfig(_ arguments: [String]) -> ToolAnswer {
    if arguments.first == "-l" { return .says(kernel.order.joined(separator: " ") + "\n") }
    var words = arguments.drop { $0.hasPrefix("-") }
    guard let name = words.popFirst() else {
      return .says(kernel.order.map { releaseListing(of: $0) }.joined())
    }
    let isCreated = words.first == "create" || words.first == "plumb"
    if isCreated {
      if let refusal = releaseCreate(name) { return refusal }
      words = words.dropFirst()
    }
    guard nics[name] != nil else {
      let text = "ifconfig: interface \(name) does not exist"
      return words.isEmpty ? .knowsNot(text) : .refuses(text)
    }
    switch Array(words) {
    case [] where isCreated: return .done
    case []: return .says(releaseListing(of: name))
    case ["inet"]: return .says(releaseListing(of: name, .inet))
    case ["inet6"]: return .says(releaseListing(of: name, .inet6))
    case ["destroy"]: return destroy(name)
    default: return releaseConfigure(name, words)
    }
  }

  private mutating func releaseCreate(_ name: String) -> ToolAnswer? {
    let refusal = { (reason: String) in
      ToolAnswer.refuses("ifconfig: SIOCIFCREATE2 (\(name)): \(reason)")
    }
    guard nics[name] == nil else { return refusal("File exists") }
    var nic = SimulatedNIC()
    let parts = name.split(separator: ".").map(String.init)
    if parts.count == 2, let parent = nics[parts[0]], Int(parts[1]) != nil {
      nic.vlan = SimulatedVLAN(parts[1], on: parts[0])
      nic.ether = parent.ether
    } else if name.wholeMatch(of: /(lagg|vlan|bridge|tap|epair|gif)\d+/) == nil {
      return refusal("Invalid argument")
    }
    if name.hasPrefix("lagg") { (nic.laggproto, nic.laggport) = ("failover", []) }
    if name.hasPrefix("bridge") { (nic.members, nic.ether) = ([], "58:9c:fc:10:ff:01") }
    if name.hasPrefix("vlan") { nic.vlan = SimulatedVLAN("0") }
    nics[name] = nic
    kernel.order.append(name)
    return nil
  }

  /// Destroys an interface. A lagg that is destroyed sets its ports down, and its client ends.
  private mutating func destroy(_ name: String) -> ToolAnswer {
    guard let nic = nics[name], nic.laggproto != nil || nic.vlan != nil || nic.members != nil else {
      return .refuses("ifconfig: SIOCIFDESTROY: Invalid argument")
    }
    for port in nic.laggport ?? [] {
      letGo(port)
      nics[port]?.up = false
    }
    letGo(name)
    for child in names where nics[child]?.vlandev == name { nics[child]?.vlandev = nil }
    nics[name] = nil
    kernel.order.removeAll { $0 == name }
    for index in clients.indices where clients[index].interface == name {
      clients[index].isEnded = true
    }
    return .done
  }

  /// Applies the words from left to right. As in ifconfig, the words before a refused one keep
  /// their effect.
  private mutating func releaseConfigure(_ name: String, _ words: ArraySlice<String>) -> ToolAnswer
  {
    var run = ReleaseIfconfigWords(machine: self, name: name, words: words)
    var said = ""
    do throws(IfconfigWords.Refusal) {
      try run.apply()
      said = run.complaints
    } catch {
      said = run.complaints + "ifconfig: \(error.text)"
    }
    self = run.machine
    return said.isEmpty ? .done : .refuses(said)
  }
}
