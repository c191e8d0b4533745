import Failover

/// A program of the administrator that hyperv_vfup runs instead of itself for one synthetic NIC. It
/// is in the folder of hyperv_vfup, and named after the NIC: `hyperv_vfup.hn0`.
package struct Override: Hashable, Sendable {
  /// The absolute path of the override.
  package let path: String
  /// The command that runs the override: the file itself if it is a binary or has an interpreter
  /// line (`#!`), else /bin/sh with the file as argument.
  package let command: Command
  /// The owner, the group and the permissions of the file at `path`.
  private let ownership: FileOwnership
  /// The folders on the path of the override, from `/` on, with their owners and permissions.
  private let folders: [PassedFolder]

  /// The name of an environment variable that hyperv_vfup sets for the override, to the name of the
  /// NIC. If the override calls hyperv_vfup, the variable tells it not to run the override again.
  package static let variable = "HYPERV_VF_OVERRIDE"

  /// The override of the NIC `synthetic` in the first of `folders` that has one; nil if none has.
  /// Throws if a query fails.
  package init?(
    of synthetic: InterfaceName, in folders: [String], on guest: any GuestView
  ) throws(GuestError) {
    for folder in folders {
      let path = "\(folder)/\(Program.vfup.rawValue).\(synthetic)"
      guard let ownership = try guest.ownership(of: path) else { continue }
      self.path = path
      self.ownership = ownership
      self.folders = try guest.folders(onTheWayTo: path)
      let start = try guest.beginning(of: path, count: 4) ?? []
      let isProgram = start.starts(with: "#!".utf8) || start.elementsEqual("\u{7f}ELF".utf8)
      var command = isProgram ? Command(path, []) : Command("/bin/sh", [path])
      command.patience = .unlimited
      command.sharesOutput = true
      command.environment[Self.variable] = synthetic.text
      self.command = command
      return
    }
    return nil
  }

  /// The reason why the override must not be run; nil if it may be run.
  package var problem: OverrideProblem? {
    if ownership.owner != 0 { return .notOwnedByRoot(path, ownership.owner) }
    if ownership.permissions & 0o002 != 0 { return .writableByOthers(path) }
    if ownership.permissions & 0o020 != 0, ownership.group != 0 {
      return .writableByGroup(path, ownership.group)
    }
    for folder in folders {
      if let flaw = folder.ownership.folderFlaw { return .replaceable(path, folder.path, flaw) }
    }
    // sh can read a text without the execute bit, but does not run it.
    return ownership.permissions & 0o111 == 0 ? .notExecutable(path) : nil
  }

  /// A warning for the user if the group wheel may write the override; nil if it may not.
  package var warning: String? {
    ownership.permissions & 0o020 == 0 ? nil : "\(path): writable by group wheel"
  }
}

/// The reason why an override is not run: others than root could change it, or it is not
/// executable.
package enum OverrideProblem: Error, Hashable, Sendable {
  /// The override belongs to another user than root. The values are its path and the number of the
  /// user.
  case notOwnedByRoot(String, UInt32)
  /// Everybody may write the override. The value is its path.
  case writableByOthers(String)
  /// A group other than wheel may write the override. The values are its path and the number of the
  /// group.
  case writableByGroup(String, UInt32)
  /// Others than root may replace the override. The values are its path, the folder in which they
  /// can do so, and a text that says who can.
  case replaceable(String, String, String)
  /// The override has no execute bit. The value is its path. The exit status is 126, as in sh.
  case notExecutable(String)

  var exitCode: Int32 {
    if case .notExecutable = self { return 126 }
    return ExitCode.noPermission
  }

  /// The path of the override.
  var path: String {
    switch self {
    case .notOwnedByRoot(let path, _), .writableByOthers(let path), .writableByGroup(let path, _),
      .replaceable(let path, _, _), .notExecutable(let path):
      path
    }
  }

  /// The problem and its remedy in words, without the path.
  var reason: String {
    switch self {
    case .notOwnedByRoot(_, let user):
      "not run: belongs to user \(user), not to root (chown root)"
    case .writableByOthers: "not run: everybody may write it (chmod go-w)"
    case .writableByGroup(_, let group): "not run: group \(group) may write it (chmod g-w)"
    case .replaceable(_, let folder, let flaw): "not run: \(folder): \(flaw)"
    case .notExecutable: "not executable (chmod +x)"
    }
  }

  var text: String { "\(path): \(reason)" }
}
