import Failover
import TestSupport
import Testing

@Suite("What is recorded of the pairs")
struct HistoryTests {
  private func event(
    _ kind: History.Kind, _ time: Int, vf: InterfaceName? = .vf, number: Int? = nil,
    of name: InterfaceName = .hn0
  ) -> History.Event {
    History.Event(kind, of: name, vf: vf, number: number, at: time)
  }

  private func counts(_ events: [History.Event]) -> [Int] {
    var history = History()
    return events.map {
      _ = history.record($0)
      return history.events.last?.changes ?? -1
    }
  }

  @Test("each arrival and departure counts once, however often it is told")
  func counts() {
    let told = [
      event(.arrived, 1, number: 7), event(.arrived, 2, number: 7), event(.joined, 3, number: 7),
      event(.standby, 4, number: 7), event(.left, 5, vf: nil), event(.left, 6, vf: nil),
      event(.arrived, 7, number: 9), event(.joined, 8, number: 9), event(.undone, 9, number: 9),
      event(.joined, 10, number: 9),
    ]
    #expect(counts(told) == [1, 1, 1, 1, 2, 2, 3, 3, 3, 3])
  }

  @Test("where arrivals have no number, joining is arriving, but not behind an undo")
  func joins() {
    #expect(
      counts([event(.joined, 1), event(.joined, 2), event(.undone, 3), event(.joined, 4)])
        == [1, 2, 2, 2])
  }

  @Test("pairs are counted apart")
  func apart() {
    #expect(counts([event(.joined, 1), event(.joined, 2, of: .lagg0)]) == [1, 1])
  }

  @Test("the text reads back; lines that are none are left out")
  func text() {
    var history = History()
    _ = history.record(event(.arrived, 1_700_000_000, number: 7))
    _ = history.record(event(.left, 1_700_000_060, vf: nil))
    let text = history.text
    #expect(
      text == "1700000000 arrived hn0 mlxen0 7 1\n1700000060 left hn0 - - 2\n")
    #expect(History(text.utf8) == history)
    #expect(History("junk\n\(text)1 flew hn0 - - 3\n1 left hn0".utf8) == history)
  }

  @Test(
    "an event is added to a text as to what that says", arguments: [0, 1, 5, History.limit + 9],
    [History.Kind.arrived, .left, .joined])
  func added(count: Int, kind: History.Kind) {
    var history = History()
    for time in 0..<count {
      _ = history.record(event(.joined, time, of: time % 3 == 1 ? .lagg0 : .hn0))
    }
    let text = Array(history.text.utf8)
    let new = event(kind, count)
    let isNews = history.record(new)
    #expect(History.adding(new, to: text) == (isNews ? Array(history.text.utf8) : nil))
  }

  @Test("it is bounded, and the newest event of each NIC stays")
  func bounded() {
    var history = History()
    _ = history.record(event(.joined, 0, of: .lagg0))
    for time in 1...(2 * History.limit) { _ = history.record(event(.joined, time)) }
    #expect((History.limit * 3 / 4...History.limit).contains(history.events.count))
    #expect(history.events.first?.synthetic == .lagg0)
    #expect(history.events.last?.changes == 2 * History.limit)
  }
}
