import Foundation

/// The instant as RFC 3339 text in UTC with milliseconds.
func rfc3339(_ date: Date) -> String {
    date.formatted(.iso8601.year().month().day().time(includingFractionalSeconds: true).timeZone(separator: .omitted))
}

/// The instant of RFC 3339 text in UTC, with or without fractions; nil when malformed.
func date(rfc3339 text: String) -> Date? {
    (try? Date(text, strategy: .iso8601.year().month().day().time(includingFractionalSeconds: true)))
        ?? (try? Date(text, strategy: .iso8601))
}

/// One reading of the clock for all dates ahead, so that midnight does not fall between two of them.
private let today = Date()

/// The local reading `hour`:00 some days from today, for example `2026-01-31T09:00:00`.
func reading(daysAhead days: Int, hour: Int) -> String {
    let day = today.addingTimeInterval(Double(days) * 86_400).formatted(.iso8601.year().month().day())
    return "\(day)T\(hour < 10 ? "0" : "")\(hour):00:00"
}
