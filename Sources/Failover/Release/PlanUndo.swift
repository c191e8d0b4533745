/// The actions that undo the steps `done`, those of the newest step first.
package func planUndo(of done: [Step]) -> [Action] { done.reversed().flatMap { $0.undo } }
