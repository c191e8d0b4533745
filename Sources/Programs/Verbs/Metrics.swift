import Failover
import Guest

extension Verb {
  /// The verb `metrics [--output FILE] [--no-shell]`: prints the state of the pairs for Prometheus,
  /// or writes it to FILE. `words` are the words after `metrics`. Returns exit status 0. Throws if
  /// a query fails or FILE cannot be written.
  func metrics(_ words: [String], on console: Console) throws(Failure) -> Int32 {
    let given = try arguments(words)
    guard given.operands.isEmpty else {
      throw .usage(.argumentCount(given.operands.count, expected: 0))
    }
    let report = try StatusReport.live(of: [], mayUseShell: !given.has("--no-shell")) {
      console.report(.warning, $0)
    }
    let text = report.metrics(now: secondsSince1970())
    guard let path = given.values["--output"] else {
      console.print(text)
      return ExitCode.success
    }
    do throws(FileError) {
      // node_exporter runs as another user.
      try Files.write(Array(text.utf8), to: path, mode: 0o644)
    } catch {
      throw .notWritten("\(error)")
    }
    return ExitCode.success
  }
}

extension StatusReport {
  /// The state of the pairs in the Prometheus text exposition format 0.0.4. `now` is the present
  /// time in seconds since 1970.
  ///
  /// A value that only root may see, or that was never recorded, is left out.
  func metrics(now: Int) -> String {
    (guestMetrics + pairMetrics + recordMetrics(now: now)).map { $0.text }.joined()
  }

  private var guestMetrics: [Metric] {
    [
      Metric(
        "pairs", "Synthetic NICs, with or without a VF.", [([], state.pairs.count)]),
      Metric(
        "devices_without_driver", "VFs without a driver.",
        [([], state.idleDevices.count)]),
    ]
  }

  private var pairMetrics: [Metric] {
    [
      Metric(
        "mode", "1 for the current mode of the pair.",
        state.pairs.flatMap { $0.modes }),
      Metric(
        "active", "Whether this NIC carries the traffic of the pair.",
        state.pairs.flatMap { pair in
          pair.members { pair.active == $0.name }
        }),
      Metric(
        "carrier", "Whether this NIC has a link.",
        state.pairs.flatMap { $0.members { $0.interface.hasCarrier } }),
      each("well", "Whether hyperv_vfctl verify finds nothing about the pair.") {
        verdict(on: $0).isEmpty
      },
      each("missing", "Whether a VF is expected and there is none.") { $0.isMissingVF },
      each("retry_due", "Whether a takeover that failed is about to be tried again.") {
        $0.retryDue != nil
      },
    ]
  }

  private func each(_ name: String, _ help: String, _ holds: (PairState) -> Bool) -> Metric {
    Metric(name, help, state.pairs.map { ($0.label, holds($0) ? 1 : 0) })
  }

  private func recordMetrics(now: Int) -> [Metric] {
    guard history != nil else { return [] }
    // Embedded Swift cannot add tuple labels to an array later.
    let changes: [Metric.Sample] = state.pairs.map { pair in
      (labels: pair.label, number: events(of: pair).last?.changes ?? 0)
    }
    let ages: [Metric.Sample] = state.pairs.compactMap { pair in
      events(of: pair).last { $0.isChange }
        .map { (labels: pair.label, number: max(0, now - $0.time)) }
    }
    return [
      Metric(
        "changes_total", "How often the VF arrived, left or joined since boot.", changes, .counter),
      Metric("since_change_seconds", "Seconds since the VF last arrived, left or joined.", ages),
    ]
  }
}

extension PairState {
  fileprivate var label: Metric.Labels { [("synthetic", synthetic.name.text)] }

  fileprivate var modes: [Metric.Sample] {
    [Mode.transparent, .bond, .none].map {
      (label + [("mode", $0.rawValue)], mode == $0 ? 1 : 0)
    }
  }

  /// A number for each NIC of the pair, with labels that name it: 1 if `holds` returns true for the
  /// NIC, 0 if false. A NIC for which it returns nil is left out.
  fileprivate func members(_ holds: (Member) -> Bool?) -> [Metric.Sample] {
    let all = [(synthetic, "synthetic")] + (vf.map { [($0, "vf")] } ?? [])
    return all.compactMap { member, role in
      holds(member).map {
        (label + [("nic", member.name.text), ("role", role)], $0 ? 1 : 0)
      }
    }
  }

  fileprivate var isMissingVF: Bool {
    verdict(on: self).contains { finding in
      if case .noVF = finding { true } else { false }
    }
  }
}
