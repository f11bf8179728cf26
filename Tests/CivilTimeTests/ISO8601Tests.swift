import CivilTime
import Testing

@Suite("ISO 8601 text")
struct ISO8601Tests {
    @Test(
        "instants are read with any offset and written in UTC",
        arguments: [
            ("2026-01-31T09:00:00Z", "2026-01-31T09:00:00Z"),
            ("2026-01-31T09:00:00+05:00", "2026-01-31T04:00:00Z"),
            ("2026-01-31T23:30:00-08:00", "2026-02-01T07:30:00Z"),
            ("2026-01-01T00:00:00+00:01", "2025-12-31T23:59:00Z"),
            ("2026-01-31t09:00:00z", "2026-01-31T09:00:00Z"),
            ("2026-01-31 09:00:00Z", "2026-01-31T09:00:00Z"),
            ("2026-01-31T09:00Z", "2026-01-31T09:00:00Z"),
            ("2026-01-31T09:00:00.5Z", "2026-01-31T09:00:00.500Z"),
            ("2026-01-31T09:00:00.000Z", "2026-01-31T09:00:00Z"),
            ("2026-01-31T09:00:00.123456789Z", "2026-01-31T09:00:00.123Z"),
            ("2026-01-31T09:00:00-00:00", "2026-01-31T09:00:00Z"),
            ("0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"),
            ("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"),
            ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
            ("2024-02-29T12:00:00Z", "2024-02-29T12:00:00Z"),
        ])
    func instants(text: String, canonical: String) throws {
        let instant = try #require(Timestamp(rfc3339: text))
        #expect(instant.rfc3339 == canonical)
        #expect(instant.description == canonical)
        #expect(Timestamp(rfc3339: canonical) == instant)
    }

    @Test(
        "malformed instants are refused",
        arguments: [
            "", "Z", "now", "2026", "2026-01", "2026-01-31", "2026-01-31T", "2026-01-31TZ", "2026-01-31T09Z",
            "2026-01-31T09:00:00", "2026-01-31T09:00:00 Z", "2026-01-31T09:00:00ZZ", " 2026-01-31T09:00:00Z",
            "2026-01-31T09:00:00Z ", "2026-01-31T09:00:00Z\n", "2026-1-31T09:00:00Z", "26-01-31T09:00:00Z",
            "2026-01-31T9:00:00Z", "2026-01-31T09:0:00Z", "2026-01-31T24:00:00Z", "2026-01-31T23:60:00Z",
            "2026-01-31T23:59:60Z", "2026-02-29T09:00:00Z", "2026-02-30T09:00:00Z", "2026-13-01T09:00:00Z",
            "2026-00-01T09:00:00Z", "2026-01-00T09:00:00Z", "2026-01-31T09:00:00.Z", "2026-01-31T09:00:00,5Z",
            "2026-01-31T09:00:00.1234567890Z", "2026-01-31T09:00:00+5", "2026-01-31T09:00:00+05",
            "2026-01-31T09:00:00+0500", "2026-01-31T09:00:00+24:00", "2026-01-31T09:00:00+05:60",
            "2026-01-31T09:00:00±05:00", "-001-01-31T09:00:00Z", "+2026-01-31T09:00:00Z", "12026-01-31T09:00:00Z",
            "2026-01-31T09:00:00.-5Z", "２０２６-01-31T09:00:00Z", "2026-01-31\u{0}09:00:00Z",
        ])
    func malformedInstants(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test(
        "an offset that moves an instant out of the years 0 to 9999 is refused, since it could not be written again",
        arguments: ["0000-01-01T00:00:00+00:01", "0000-01-01T23:58:59+23:59", "9999-12-31T23:59:59-00:01"])
    func outsideFourDigitYears(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test("instants outside the years 0 to 9999 are written with a sign and never trap")
    func writingAncientInstants() {
        let beforeYearZero = Timestamp(millisecondsSinceEpoch: -62_167_219_200_001)
        #expect(beforeYearZero.rfc3339 == "-0001-12-31T23:59:59.999Z")
        #expect(Timestamp(rfc3339: beforeYearZero.rfc3339) == nil)
        #expect(Timestamp(millisecondsSinceEpoch: 253_402_300_800_000).rfc3339 == "+10000-01-01T00:00:00Z")
        #expect(Timestamp(millisecondsSinceEpoch: .max).rfc3339.hasPrefix("+"))
        #expect(Timestamp(millisecondsSinceEpoch: .min).rfc3339.hasPrefix("-"))
    }

    @Test("local readings carry no offset")
    func localReadings() throws {
        let reading = try #require(CivilDateTime(iso8601: "2026-01-31T09:05"))
        #expect(reading.iso8601 == "2026-01-31T09:05:00")
        #expect(CivilDateTime(iso8601: "2026-01-31T09:05:07.25")?.iso8601 == "2026-01-31T09:05:07.250")
        #expect(CivilDateTime(iso8601: "2026-01-31T09:05:00Z") == nil)
        #expect(CivilDateTime(iso8601: "2026-01-31T09:05:00+05:00") == nil)
        #expect(CivilDateTime(iso8601: "2026-01-31") == nil)
    }

    @Test("dates are exactly ten characters")
    func dates() throws {
        let date = try #require(CivilDate(iso8601: "0042-03-09"))
        #expect(date == CivilDate(year: 42, month: 3, day: 9))
        #expect(date.iso8601 == "0042-03-09")
        for text in ["0042-3-9", "0042-03-09 ", "0042-03-09T00:00", "0042/03/09", "00420309", "2025-02-29", ""] {
            #expect(CivilDate(iso8601: text) == nil, "\(text) must be refused")
        }
    }

    @Test("every prefix of a right instant is refused, and so is the instant with one byte more")
    func prefixes() throws {
        let text = "2026-01-31T09:00:00.123+05:30"
        for length in 0..<text.count {
            #expect(Timestamp(rfc3339: text.prefix(length)) == nil, "\(text.prefix(length))")
        }
        #expect(Timestamp(rfc3339: text) != nil)
        #expect(Timestamp(rfc3339: text + "0") == nil)
    }
}
