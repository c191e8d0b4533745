/// A point in time, and its text. The text is in UTC, since the reader may be in another time zone.
package struct TimeText: Hashable, Sendable {
  private let seconds: Int
  /// The text after the seconds: `.123`; empty if the time has no milliseconds.
  private let fraction: String

  /// The time `seconds` after the beginning of 1970 (UTC).
  package init(_ seconds: Int) {
    self.seconds = seconds
    fraction = ""
  }

  /// The time `milliseconds` after the beginning of 1970 (UTC), with milliseconds in the text.
  package init(milliseconds: Int) {
    // Rounded down, also before 1970.
    let rest = (milliseconds % 1000 + 1000) % 1000
    seconds = (milliseconds - rest) / 1000
    fraction = "." + Self.digits(rest, 3)
  }

  /// The time for people: `2026-11-21 14:05:16 UTC`.
  package var text: String { parts.date + " " + parts.time + fraction + " UTC" }

  /// The time for programs: `2026-11-21T14:05:16Z` (RFC 3339).
  package var standard: String { parts.date + "T" + parts.time + fraction + "Z" }

  /// How long ago the time is, in words: `14 min ago`. `now` is the present time in seconds since
  /// 1970. For a time after `now`: `0 s ago`.
  package func ago(_ now: Int) -> String {
    let passed = max(0, now - seconds)
    switch passed {
    case ..<120: return "\(passed) s ago"
    case ..<7200: return "\(passed / 60) min ago"
    case ..<172_800: return "\(passed / 3600) h ago"
    default: return "\(passed / 86_400) days ago"
    }
  }

  private var parts: (date: String, time: String) {
    // Rounded down, also before 1970.
    let days = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400
    let rest = seconds - days * 86_400
    let (year, month, day) = Self.civil(days)
    let time = [rest / 3600, rest / 60 % 60, rest % 60].map { Self.digits($0, 2) }
    return (
      "\(Self.digits(year, 4))-\(Self.digits(month, 2))-\(Self.digits(day, 2))",
      time.joined(separator: ":")
    )
  }

  private static func digits(_ number: Int, _ count: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, count - text.count)) + text
  }

  /// Returns the year, month and day of the Gregorian date `days` after 1970-01-01. Computed in
  /// 400-year cycles of 146097 days that begin in March, so that a leap day is the last day of its
  /// year.
  private static func civil(_ days: Int) -> (Int, Int, Int) {
    let shifted = days + 719_468
    let cycle = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfCycle = shifted - cycle * 146_097
    let yearOfCycle =
      (dayOfCycle - dayOfCycle / 1460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
    let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
    let month = (5 * dayOfYear + 2) / 153
    let year = yearOfCycle + cycle * 400 + (month >= 10 ? 1 : 0)
    return (year, month < 10 ? month + 3 : month - 9, dayOfYear - (153 * month + 2) / 5 + 1)
  }
}
