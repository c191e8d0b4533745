/// The actions that undo the steps `done`, in the order in which they run: those of the newest step
/// first. Empty if no step has an undo.
package func planUndo(of done: [Step]) -> [Action] { done.reversed().flatMap { $0.undo } }
