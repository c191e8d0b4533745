import Failover

extension SimulatedMachine {
  /// Runs ifconfig(8) with these arguments.
  mutating func ifconfig(_ arguments: [String]) -> ToolAnswer {
    guard let name = arguments.first, !name.hasPrefix("-") else {
      return .says(arguments.first == "-l" ? names.joined(separator: " ") + "\n" : everything)
    }
    var words = arguments.dropFirst()
    if let first = words.first, first == "create" || first == "plumb" {
      if let refusal = create(name) { return refusal }
      words = words.dropFirst()
      if words.isEmpty { return .done }
    }
    guard nics[name] != nil else {
      let text = "ifconfig: interface \(name) does not exist"
      return words.isEmpty ? .knowsNot(text) : .refuses(text)
    }
    switch Array(words) {
    case []: return .says(listing(of: name))
    case ["inet"]: return .says(listing(of: name, .inet))
    case ["inet6"]: return .says(listing(of: name, .inet6))
    case ["destroy"]:
      nics[name] = nil
      for child in names where nics[child]?.vlandev == name {
        nics[child]?.vlandev = nil
        nics[child]?.up = false
      }
      return .done
    default: return configure(name, words)
    }
  }

  private var everything: String { names.map { listing(of: $0) }.joined() }

  private mutating func create(_ name: String) -> ToolAnswer? {
    guard nics[name] == nil else { return .refuses("ifconfig: SIOCIFCREATE2: File exists") }
    guard name.wholeMatch(of: /(lagg|vlan|bridge|tap|epair|gif)\d+|\w+\.\d+/) != nil else {
      return .refuses("ifconfig: SIOCIFCREATE2: Invalid argument")
    }
    var nic = SimulatedNIC()
    if name.hasPrefix("lagg") {
      nic.laggproto = "failover"
      nic.laggport = []
    }
    nics[name] = nic
    return nil
  }

  /// Applies the words from left to right. As in ifconfig, the words before a refused one keep
  /// their effect.
  private mutating func configure(_ name: String, _ words: ArraySlice<String>) -> ToolAnswer {
    var run = IfconfigWords(machine: self, name: name, words: words)
    var answer = ToolAnswer.done
    do throws(IfconfigWords.Refusal) {
      try run.apply()
    } catch {
      answer = .refuses("ifconfig: \(error.text)")
    }
    self = run.machine
    return answer
  }
}
