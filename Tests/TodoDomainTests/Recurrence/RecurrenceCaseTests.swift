import CivilTime
import Testing
import TodoDomain

@Suite("Dates of rules")
struct RecurrenceCaseTests {
    private func anchor(_ text: String) throws -> CivilDateTime {
        let midnight = CivilDate(iso8601: text).flatMap { CivilDateTime(date: $0) }
        return try midnight ?? reading(text)
    }

    private func rule(of example: RecurrenceCase) throws -> RecurrenceRule {
        let rule = try RecurrenceRule(text: example.rule)
        return example.start.count > 10 ? rule : try #require(rule.ofWholeDays)
    }

    @Test("the table has cases enough, and none twice")
    func table() {
        let names = RecurrenceCase.all.map(\.testDescription)
        #expect(names.count >= 150)
        #expect(Set(names).count == names.count)
        #expect(RecurrenceCase.all.contains { $0.isWhole && $0.dates.isEmpty })
    }

    @Test("a rule has the dates of the table and no others between them", arguments: RecurrenceCase.all)
    func dates(example: RecurrenceCase) throws {
        let anchor = try anchor(example.start)
        let expected = try example.dates.map { text in
            try CivilDate(iso8601: text).map { anchor.on($0) } ?? reading(text)
        }
        let more = example.isWhole ? 1 : 0
        let found = Array(try rule(of: example).occurrences(from: anchor).prefix(expected.count + more))
        #expect(found == expected)
    }

    @Test("dates ascend, and asking from any place on gives what walking there gives", arguments: RecurrenceCase.all)
    func jumps(example: RecurrenceCase) throws {
        let anchor = try anchor(example.start)
        let rule = try rule(of: example)
        let walked = Array(rule.occurrences(from: anchor).prefix(40))
        var places = [CivilDateTime(millisecondsSinceEpoch: anchor.millisecondsSinceEpoch - 1)] + walked.dropLast()
        for (place, next) in zip(places, walked) {
            #expect(place < next)
            #expect(rule.occurrence(after: place, anchor: anchor) == next, "after \(place.iso8601)")
            let between = (place.millisecondsSinceEpoch + next.millisecondsSinceEpoch) / 2
            let found = rule.occurrence(after: CivilDateTime(millisecondsSinceEpoch: between), anchor: anchor)
            #expect(found == next, "between \(place.iso8601) and \(next.iso8601)")
        }
        places = [try reading("0001-01-01T00:00:00")]
        #expect(rule.occurrence(after: places[0], anchor: anchor) == walked.first)
    }

    @Test("printing a rule and reading it gives the rule and its text again", arguments: RecurrenceCase.all)
    func roundTrip(example: RecurrenceCase) throws {
        let rule = try RecurrenceRule(text: example.rule)
        #expect(try RecurrenceRule(text: rule.text) == rule)
        #expect(try RecurrenceRule(text: rule.text.lowercased()).text == rule.text)
    }
}
