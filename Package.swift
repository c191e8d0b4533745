// swift-tools-version: 6.1
import PackageDescription

// One line a module, lowest first: each may import only what its line names.
let package = Package(
  name: "hyperv-vf",
  products: [
    .executable(name: "hyperv_vfattach", targets: ["hyperv_vfattach"]),
    .executable(name: "hyperv_vfup", targets: ["hyperv_vfup"]),
    .executable(name: "hyperv_vfctl", targets: ["hyperv_vfctl"]),
    .executable(name: "OverrideExample", targets: ["OverrideExample"]),
    .library(name: "Programs", targets: ["Programs"]),
  ],
  targets: [
    module("RCConf"),
    module("Failover", ["RCConf"]),
    module("Platforms", ["Failover"]),
    module("Guest", ["Failover"]),
    module("Programs", ["RCConf", "Failover", "Platforms", "Guest"]),
    program("hyperv_vfattach"),
    program("hyperv_vfup"),
    program("hyperv_vfctl"),
    program("OverrideExample"),

    .target(
      name: "TestSupport", dependencies: ["RCConf", "Failover", "Platforms", "Guest", "Programs"],
      path: "Tests/TestSupport", swiftSettings: strict),
    tests("RCConf"),
    tests("Failover", ["RCConf", "Platforms"]),
    tests("Platforms", ["RCConf", "Failover"]),
    tests("Guest", ["Failover"]),
    tests("Programs", ["RCConf", "Failover", "Platforms", "Guest"]),
  ],
  swiftLanguageModes: [.v6]
)

nonisolated var strict: [SwiftSetting] {
  [.enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility")]
}

/// A library module under Sources/.
func module(_ name: String, _ imports: [Target.Dependency] = []) -> Target {
  // posix_spawn_file_actions_addclosefrom_np stands behind this in glibc's headers.
  .target(
    name: name, dependencies: imports, cSettings: [.define("_GNU_SOURCE")], swiftSettings: strict)
}

/// An executable: a main.swift that calls one function of Programs.
func program(_ name: String) -> Target {
  .executableTarget(name: name, dependencies: ["Programs"], swiftSettings: strict)
}

/// The tests of one module, under Tests/.
func tests(_ name: String, _ imports: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name), "TestSupport"] + imports,
    swiftSettings: strict)
}
