import CivilTime
import Foundation
import Testing

@Suite("Instants")
struct TimestampTests {
    @Test("moving an instant saturates at the ends of the range instead of trapping")
    func saturates() {
        let last = Timestamp(millisecondsSinceEpoch: .max)
        let first = Timestamp(millisecondsSinceEpoch: .min)
        #expect(last.adding(milliseconds: 1) == last)
        #expect(first.adding(milliseconds: -1) == first)
        #expect(last.adding(milliseconds: -1) < last)
        #expect(Timestamp.epoch + .seconds(Int64.max) == last)
        #expect(Timestamp.epoch + .seconds(Int64.min) == first)
        #expect(last.duration(since: first) == .milliseconds(Int64.max))
        #expect(first.duration(since: last) == .milliseconds(Int64.min))
    }

    @Test("a duration between instants is signed and exact")
    func durations() {
        let early = Timestamp(millisecondsSinceEpoch: 1_000)
        let late = Timestamp(millisecondsSinceEpoch: 3_500)
        #expect(late.duration(since: early) == .milliseconds(2_500))
        #expect(early.duration(since: late) == .milliseconds(-2_500))
        #expect(early + late.duration(since: early) == late)
    }

    @Test("durations are cut to whole milliseconds toward zero, at the very end of their range too")
    func wholeMilliseconds() {
        #expect(Duration.nanoseconds(1_999_999).wholeMilliseconds == 1)
        #expect(Duration.nanoseconds(-1_999_999).wholeMilliseconds == -1)
        #expect(Duration.seconds(2).wholeMilliseconds == 2_000)
        let almost = Duration(secondsComponent: Int64.max / 1_000, attosecondsComponent: 999_000_000_000_000_000)
        #expect(almost.wholeMilliseconds == .max)
        let below = Duration(secondsComponent: Int64.min / 1_000, attosecondsComponent: -999_000_000_000_000_000)
        #expect(below.wholeMilliseconds == .min)
    }

    @Test("an instant is encoded as an RFC 3339 string and decoded from one")
    func coding() throws {
        let instants = [Timestamp(millisecondsSinceEpoch: 1_769_850_000_123), .epoch]
        let bytes = try JSONEncoder().encode(instants)
        #expect(String(decoding: bytes, as: UTF8.self) == #"["2026-01-31T09:00:00.123Z","1970-01-01T00:00:00Z"]"#)
        #expect(try JSONDecoder().decode([Timestamp].self, from: bytes) == instants)
    }

    @Test(
        "decoding anything else names the value and shows a right one", arguments: [#"["soon"]"#, #"["2026-01-31"]"#])
    func codingRefusals(json: String) throws {
        let error = #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([Timestamp].self, from: Data(json.utf8))
        }
        guard case .dataCorrupted(let context) = error else {
            Issue.record("expected corrupted data, got \(String(describing: error))")
            return
        }
        #expect(context.debugDescription.contains("is not an RFC 3339 instant such as"))
        #expect(context.codingPath.first?.intValue == 0)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([Timestamp].self, from: Data("[7]".utf8)) }
    }
}
