import CivilTime
import Foundation
import Testing
import TodoDomain

/// Reads damaged rules, a few thousand of them, or as long as `RECURRENCE_FUZZ_SECONDS` says.
@Suite("Damaged recurrence rules")
struct RecurrenceFuzzTests {
    private struct Totals {
        var read = 0
        var refused = 0
        var slowest = (duration: Duration.zero, text: "")
        var kilobytes: [Int] = []
    }

    @Test("are read or refused with a place, and neither they nor their dates bring anything down or use up memory")
    func fuzz() throws {
        let setting = ProcessInfo.processInfo.environment["RECURRENCE_FUZZ_SECONDS"]
        let seconds = try setting.map { try #require(Double($0), "RECURRENCE_FUZZ_SECONDS is a number") }
        let clock = ContinuousClock()
        let began = clock.now
        var damaged = DamagedRule(random: RandomRule(numbers: SeededNumbers(state: UInt64(seconds ?? 0) + 1)))
        var totals = Totals()
        let rounds = seconds == nil ? 3_000 : Int.max
        for round in 0..<rounds {
            if round % 1_000 == 0 {
                totals.kilobytes.append(RecurrenceFuzzTests.residentKilobytes)
                if let seconds, clock.now - began >= .seconds(seconds) { break }
            }
            let text = damaged.text()
            let duration = clock.measure { check(text, &totals) }
            if duration > totals.slowest.duration { totals.slowest = (duration, text) }
        }
        #expect(totals.read > 0 && totals.refused > 0)
        // Among other tests of the same process its memory says nothing of this one.
        guard setting != nil else { return }
        let half = totals.kilobytes.count / 2
        let growth = (totals.kilobytes.last ?? 0) - totals.kilobytes[half]
        #expect(growth < 16_384, "kilobytes in use: \(totals.kilobytes)")
        print(
            "\(totals.read) read, \(totals.refused) refused, slowest \(totals.slowest),"
                + " kilobytes \(totals.kilobytes[half]) at half time, \(totals.kilobytes.last ?? 0) at the end")
    }

    private func check(_ text: String, _ totals: inout Totals) {
        do {
            let rule = try RecurrenceRule(text: text)
            totals.read += 1
            if (try? RecurrenceRule(text: rule.text)) != rule { Issue.record("\(text) is not \(rule.text)") }
            checkDates(of: rule, totals.read)
        } catch {
            totals.refused += 1
            if !(1...text.count + 1).contains(error.position) || error.reason.isEmpty {
                Issue.record("\(text.debugDescription): \(error)")
            }
        }
    }

    private func checkDates(of rule: RecurrenceRule, _ number: Int) {
        let anchor = CivilDateTime(millisecondsSinceEpoch: Int64(number % 4_000) * 86_399_999_000)
        var reached: CivilDateTime?
        for date in rule.occurrences(from: anchor).prefix(4) {
            if date < anchor || reached.map({ date <= $0 }) ?? false { Issue.record("\(rule.text) at \(date.iso8601)") }
            reached = date
        }
    }

    private static var residentKilobytes: Int {
        let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? 0
    }
}
