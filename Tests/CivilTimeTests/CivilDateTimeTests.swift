import CivilTime
import Testing

@Suite("Wall-clock readings")
struct CivilDateTimeTests {
    let date = CivilDate(daysSinceEpoch: 20_484)

    @Test("the fields of a reading are those it was made of")
    func fields() throws {
        let reading = try #require(CivilDateTime(date: date, hour: 23, minute: 59, second: 58, millisecond: 997))
        #expect(reading.hour == 23)
        #expect(reading.minute == 59)
        #expect(reading.second == 58)
        #expect(reading.millisecond == 997)
        #expect(reading.date == date)
        #expect(reading.millisecondOfDay == 86_398_997)
    }

    @Test(
        "times of day that no clock shows are refused, a leap second among them",
        arguments: [
            (24, 0, 0, 0), (-1, 0, 0, 0), (0, 60, 0, 0), (0, -1, 0, 0), (23, 59, 60, 0), (0, 0, -1, 0),
            (0, 0, 0, 1_000), (0, 0, 0, -1),
        ])
    func impossibleTimes(hour: Int, minute: Int, second: Int, millisecond: Int) {
        let reading = CivilDateTime(date: date, hour: hour, minute: minute, second: second, millisecond: millisecond)
        #expect(reading == nil)
    }

    @Test(
        "milliseconds since the epoch round-trip on both sides of it",
        arguments: [Int64(0), 1, -1, 86_399_999, 86_400_000, -86_400_000, -86_400_001, 1_769_850_000_123])
    func roundTrip(milliseconds: Int64) {
        let reading = CivilDateTime(millisecondsSinceEpoch: milliseconds)
        #expect(reading.millisecondsSinceEpoch == milliseconds)
        #expect((0..<86_400_000).contains(reading.millisecondOfDay))
    }

    @Test("the millisecond before the epoch is the last of 1969")
    func beforeTheEpoch() {
        let reading = CivilDateTime(millisecondsSinceEpoch: -1)
        #expect(reading.iso8601 == "1969-12-31T23:59:59.999")
    }

    @Test("moving a reading to another date keeps its time of day")
    func movedToAnotherDate() throws {
        let reading = try #require(CivilDateTime(date: date, hour: 9, minute: 30, second: 1, millisecond: 2))
        let moved = reading.on(date.adding(days: 28))
        #expect(moved.millisecondOfDay == reading.millisecondOfDay)
        #expect(moved.date == date.adding(days: 28))
    }

    @Test("order is date first, then time of day")
    func order() throws {
        let late = try #require(CivilDateTime(date: date, hour: 23))
        let early = try #require(CivilDateTime(date: date.adding(days: 1), hour: 1))
        #expect(late < early)
        #expect(!(early < late))
        #expect(!(late < late))
    }
}
