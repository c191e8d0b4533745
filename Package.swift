// swift-tools-version: 6.3
import PackageDescription

// One line a module, lowest first: each may import only what its line names. packaging/build takes
// modules, their order and their settings from here too.
let package = Package(
  name: "hyperv-vf",
  products: [
    .executable(name: "hyperv_vfup", targets: ["hyperv_vfup"]),
    .executable(name: "OverrideExample", targets: ["OverrideExample"]),
    .library(name: "Programs", targets: ["Programs"]),
  ],
  targets: [
    // The parts of glibc that are not in POSIX stand behind this.
    .target(name: "CSystem", cSettings: [.define("_GNU_SOURCE")]),
    module("RCConf"),
    module("Failover", ["RCConf"]),
    module("Platforms", ["Failover"]),
    module("Guest", ["Failover", "CSystem"]),
    module("Programs", ["RCConf", "Failover", "Platforms", "Guest"]),
    entry("AllPrograms", in: "hyperv_vfup"),
    executable("hyperv_vfup", of: "AllPrograms"),
    entry("OverrideExampleEntry", in: "OverrideExample"),
    executable("OverrideExample", of: "OverrideExampleEntry"),

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
  .target(name: name, dependencies: imports, swiftSettings: strict)
}

/// The Swift of an executable: a module that exports `hyperv_vf_main`, for C's `main` to call.
func entry(_ name: String, in folder: String) -> Target {
  .target(
    name: name, dependencies: ["Programs"], path: "Sources/\(folder)", exclude: ["main.c"],
    swiftSettings: strict)
}

/// An executable: C's `main`, beside the Swift that it calls.
func executable(_ name: String, of entry: String) -> Target {
  .executableTarget(
    name: name, dependencies: [.byName(name: entry), "CSystem"], path: "Sources/\(name)",
    sources: ["main.c"])
}

/// The tests of one module, under Tests/.
func tests(_ name: String, _ imports: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name), "TestSupport"] + imports,
    swiftSettings: strict)
}
