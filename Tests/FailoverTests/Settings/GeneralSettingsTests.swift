import Failover
import RCConf
import Testing

@Suite("Settings of the programs")
struct GeneralSettingsTests {
  @Test("an empty rc.conf leaves the defaults")
  func defaults() throws {
    #expect(try GeneralSettings(variables("")) == GeneralSettings())
    #expect(GeneralSettings().compatibility == .none)
    #expect(GeneralSettings().commandTimeout == .seconds(30))
    #expect(GeneralSettings().monitoring == .milliseconds(100))
    #expect(GeneralSettings().transparent == nil)
    #expect(GeneralSettings().syntheticDrivers == [])
  }

  @Test(
    "a value changes one setting and no other",
    arguments: [
      Change("hyperv_vf_compat=2017") { $0.compatibility = .scripts2017 },
      Change("hyperv_vf_compat=yes") { $0.compatibility = .scripts2017 },
      Change("hyperv_vf_compat=Current") { $0.compatibility = .scriptsCurrent },
      Change("hyperv_vf_compat=NO"), Change("hyperv_vf_compat=") { _ in },
      Change("hyperv_vf_command_timeout=1") { $0.commandTimeout = .seconds(1) },
      Change("hyperv_vf_command_timeout=65535") { $0.commandTimeout = .seconds(65535) },
      Change("hyperv_vf_miimon=1") { $0.monitoring = .milliseconds(1) },
      Change("hyperv_vf_strict=yes") { $0.isStrict = true },
      Change("hyperv_vf_miimon=65535") { $0.monitoring = .milliseconds(65535) },
      Change("hyperv_vf_transparent=auto"),
      Change("hyperv_vf_transparent=yes") { $0.transparent = true },
      Change("hyperv_vf_transparent=0") { $0.transparent = false },
      Change("hyperv_vf_synthetic_drivers=' hv_netvsc\tvirtio_net '") {
        $0.syntheticDrivers = ["hv_netvsc", "virtio_net"]
      },
    ] as [Change<GeneralSettings>])
  func values(row: Change<GeneralSettings>) throws {
    #expect(try GeneralSettings(variables(row.name)) == row.applied(to: GeneralSettings()))
  }

  @Test(
    "a value that a setting cannot have is an error with its place",
    arguments: [
      ("hyperv_vf_compat", "2018", "NO, 2017, YES or current"),
      ("hyperv_vf_compat", "current ", "NO, 2017, YES or current"),
      ("hyperv_vf_command_timeout", "0", "1...65535"),
      ("hyperv_vf_command_timeout", "", "1...65535"),
      ("hyperv_vf_strict", "often", "YES or NO"),
      ("hyperv_vf_miimon", "0", "1...65535"), ("hyperv_vf_miimon", "", "1...65535"),
      ("hyperv_vf_miimon", "65536", "1...65535"), ("hyperv_vf_miimon", "0.1", "1...65535"),
      ("hyperv_vf_miimon", "+1", "1...65535"),
      ("hyperv_vf_transparent", "perhaps", "AUTO, YES or NO"),
      ("hyperv_vf_transparent", "", "AUTO, YES or NO"),
    ])
  func invalidValues(name: String, value: String, expected: String) {
    #expect(throws: invalid(name, value, expected, line: 3)) {
      try GeneralSettings(variables("# a comment\n\n\(name)='\(value)'"))
    }
  }

  @Test(
    "a timeout that is no number of seconds is an error with its place",
    arguments: ["2s", "-1", "+5", "65536", "1.5", " 2"])
  func notSeconds(value: String) {
    let name = "hyperv_vf_command_timeout"
    let error = ConfigError(
      .notSeconds(value), variable: name, at: SourceLocation(file: "/etc/rc.conf", line: 1))
    #expect(throws: error) { try GeneralSettings(variables("\(name)='\(value)'")) }
  }

  @Test(
    "commands have a limit only where the programs are themselves",
    arguments: [
      (Compatibility.none, Duration.seconds(30)), (.scripts2017, nil), (.scriptsCurrent, nil),
    ] as [(Compatibility, Duration?)])
  func commandLimit(compatibility: Compatibility, limit: Duration?) {
    var settings = GeneralSettings()
    settings.compatibility = compatibility
    #expect(settings.commandLimit == limit)
  }
}
