/// Returns `steps` with a step before them that makes the bond accept packets from every member,
/// and one after them that ends this (Documentation/networking/bonding.rst, all_slaves_active).
/// Empty if `steps` is empty.
///
/// Meanwhile packets may arrive at either member: Hyper-V changes the data path at another moment
/// than bonding changes the active member, and a switch learns the change even later.
func listening(_ steps: [Step], on bond: InterfaceName) -> [Step] {
  guard !steps.isEmpty else { return [] }
  return [
    Step(
      .receiveOnAllMembers(bond, true), undo: [.receiveOnAllMembers(bond, false)],
      because: "packets may arrive at both members during the change", onFailure: .goOn)
  ] + steps + [
    Step(.receiveOnAllMembers(bond, false), because: "the change is done", onFailure: .goOn)
  ]
}
