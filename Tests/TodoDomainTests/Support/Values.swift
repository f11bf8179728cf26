import CivilTime
import ServicePorts
import Testing
import TodoDomain

/// The instant of RFC 3339 text; fails the test when the text is malformed.
func instant(_ text: String) throws -> Timestamp {
    try #require(Timestamp(rfc3339: text), "\(text) is not an instant")
}

/// The reading of ISO 8601 text; fails the test when the text is malformed.
func reading(_ text: String) throws -> CivilDateTime {
    try #require(CivilDateTime(iso8601: text), "\(text) is not a reading")
}

/// The rule of a pattern; fails the test when it is refused.
func rule(_ text: String) throws -> RecurrenceRule {
    try RecurrenceRule(text: text)
}

/// The value of JSON text; fails the test when it is malformed.
func json(_ text: String) throws -> JSONValue {
    try JSONCodec.decode(from: Array(text.utf8))
}

/// Zones with and without changes of offset.
let testZones = MemoryZoneDatabase(
    [
        ZoneRules(name: "Asia/Karachi", offsetSeconds: 5 * 3_600),
        ZoneRules(name: "America/New_York", posix: "EST5EDT,M3.2.0,M11.1.0"),
    ].compactMap(\.self))

/// What an input is refused for, as places and codes in order; empty when it is taken.
func faults(_ body: () throws -> Void) -> [String] {
    do {
        try body()
        return []
    } catch let failure as ValidationFailure {
        return failure.faults.map { "\($0.pointer) \($0.code.rawValue)" }
    } catch {
        return ["unexpected \(error)"]
    }
}
