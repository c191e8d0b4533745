import Failover

/// Returns an effect as one line, which is a command of sh if possible.
func line(_ effect: Effect) -> String {
  switch effect {
  case .run(let command): line(command)
  case .prepare(let command): "prepare \(command.executable)"
  case .terminate(let client): "kill \(client.process)"
  case .awaitExit(let client, let limit): "await end of \(client.process) \(limit)"
  case .write(let text, let path): "echo \(text) > \(path)"
  case .copyLease(let old, let new, let from, let to): "lease \(old) \(new) \(from) \(to)"
  case .makeFile(let path, let text): "make \(path) \(String(decoding: text, as: UTF8.self))"
  case .detach(let command): line(command) + " &"
  case .broadcast(let name): "broadcast \(name)"
  case .wait(let duration): "sleep \(duration)"
  case .waitUntil(let path, let text, let limit): "await \(text) \(path) \(limit)"
  }
}

private func line(_ command: Command) -> String {
  let words = ([command.executable] + command.arguments).joined(separator: " ")
  return command.input.map { "\(words) <\n\($0)" } ?? words
}
