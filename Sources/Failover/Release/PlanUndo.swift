/// The actions that undo `done`, newest first.
package func planUndo(of done: [Step]) -> [Action] { done.reversed().flatMap { $0.undo } }
