/// What takes `done` back: newest first.
///
/// A lagg that goes altogether goes first: its ports stay up, and whatever the synthetic NIC gets
/// back works at once. A bond on Linux holds the addresses that have to come back, so there it
/// goes when its turn comes.
package func planUndo(of done: [Step], order: Takeover.Order) -> [Action] {
  let actions = done.reversed().flatMap { $0.undo }
  guard order == .lagg else { return actions }
  guard let destroy = actions.first(where: { if case .destroyBond = $0 { true } else { false } })
  else { return actions }
  return [destroy]
    + actions.filter {
      switch $0 {
      case .destroyBond, .removeMember: false
      default: true
      }
    }
}
