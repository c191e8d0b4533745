import Failover

/// The program of an administrator's that takes hyperv_vfup's place for one synthetic NIC:
/// `hyperv_vfup.hn0` beside hyperv_vfup itself.
package struct Override: Hashable, Sendable {
  /// Where it is.
  package let path: String
  /// What is run: itself without arguments or, where it is a text that does not say by what it is
  /// to be run, sh(1) with it, as sh does.
  package let command: Command
  /// Who may write it.
  private let ownership: FileOwnership
  /// The folders by which it is found.
  private let folders: [PassedFolder]

  /// The variable in an override's environment that names the NIC which it stands for: a
  /// hyperv_vfup that it calls does not run it again.
  package static let variable = "HYPERV_VF_OVERRIDE"

  /// The override of `synthetic` in the first of `folders` that has one; nil where none has.
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

  /// Why root must not run it; nil where it may.
  package var problem: OverrideProblem? {
    if ownership.owner != 0 { return .notOwnedByRoot(path, ownership.owner) }
    if ownership.permissions & 0o002 != 0 { return .writableByOthers(path) }
    if ownership.permissions & 0o020 != 0, ownership.group != 0 {
      return .writableByGroup(path, ownership.group)
    }
    for folder in folders {
      if let flaw = folder.ownership.folderFlaw { return .replaceable(path, folder.path, flaw) }
    }
    // sh reads a text without being allowed to execute it, but does not for a missing x bit.
    return ownership.permissions & 0o111 == 0 ? .notExecutable(path) : nil
  }

  /// What the administrator should know of it; nil: nothing.
  package var warning: String? {
    ownership.permissions & 0o020 == 0 ? nil : "\(path): writable by group wheel"
  }
}

/// Why an override is not run.
package enum OverrideProblem: Error, Hashable, Sendable {
  /// Its owner is not root but this user.
  case notOwnedByRoot(String, UInt32)
  /// Everybody may write it.
  case writableByOthers(String)
  /// A group other than wheel may write it.
  case writableByGroup(String, UInt32)
  /// Others may put another in its place: in that folder, for that reason.
  case replaceable(String, String, String)
  /// It has no execute bit: sh exits with 126 then.
  case notExecutable(String)

  var exitCode: Int32 {
    if case .notExecutable = self { return 126 }
    return ExitCode.noPermission
  }

  /// The override.
  var path: String {
    switch self {
    case .notOwnedByRoot(let path, _), .writableByOthers(let path), .writableByGroup(let path, _),
      .replaceable(let path, _, _), .notExecutable(let path):
      path
    }
  }

  /// What is wrong with it, and what helps.
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
