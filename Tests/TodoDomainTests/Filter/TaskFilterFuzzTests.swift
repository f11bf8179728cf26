import CivilTime
import Foundation
import Testing
import TodoDomain

/// Reads damaged filters, a few thousand of them, or as long as `FILTER_FUZZ_SECONDS` says.
@Suite("Damaged filters")
struct TaskFilterFuzzTests {
    private struct Totals {
        var read = 0
        var refused = 0
        var slowest = (duration: Duration.zero, text: "")
        var kilobytes: [Int] = []
    }

    /// 2026-03-29T12:00:00Z.
    private let context = FilterContext(
        now: Timestamp(millisecondsSinceEpoch: 1_774_785_600_000),
        zones: UserZones(UserSettings(timeZone: "America/New_York"), over: testZones))
    private let tasks = FilterTasks.varied(24)

    @Test("are read or refused with a place inside the text, and neither they nor their use brings anything down")
    func fuzz() throws {
        let setting = ProcessInfo.processInfo.environment["FILTER_FUZZ_SECONDS"]
        let seconds = try setting.map { try #require(Double($0), "FILTER_FUZZ_SECONDS is a number") }
        let clock = ContinuousClock()
        let began = clock.now
        var damaged = DamagedFilter(random: RandomFilter(numbers: SeededNumbers(state: UInt64(seconds ?? 0) + 1)))
        var totals = Totals()
        for round in 0..<(seconds == nil ? 3_000 : Int.max) {
            if round % 1_000 == 0 {
                totals.kilobytes.append(TaskFilterFuzzTests.residentKilobytes)
                if let seconds, clock.now - began >= .seconds(seconds) { break }
            }
            let text = damaged.text()
            let duration = clock.measure { check(text, &totals) }
            if duration > totals.slowest.duration { totals.slowest = (duration, String(text.prefix(200))) }
        }
        #expect(totals.read > 0 && totals.refused > 0)
        // Among other tests of the same process its memory says nothing of this one.
        guard setting != nil else { return }
        let growth = (totals.kilobytes.last ?? 0) - totals.kilobytes[totals.kilobytes.count / 2]
        #expect(growth < 16_384, "kilobytes in use: \(totals.kilobytes)")
        print("\(totals.read) read, \(totals.refused) refused, slowest \(totals.slowest), kilobytes grown \(growth)")
    }

    private func check(_ text: String, _ totals: inout Totals) {
        do {
            let filter = try TaskFilter(text: text)
            totals.read += 1
            if (try? TaskFilter(text: filter.text)) != filter { Issue.record("\(text) is not \(filter.text)") }
            let predicate = TaskPredicate(filter, in: context)
            let opposite = TaskPredicate(.not(filter), in: context)
            for task in tasks where predicate.matches(task) == opposite.matches(task) {
                Issue.record("\(filter.text) neither keeps nor leaves out task \(task.id)")
            }
        } catch {
            totals.refused += 1
            if !(1...text.count + 1).contains(error.position) || error.reason.isEmpty {
                Issue.record("\(text.debugDescription): \(error)")
            }
        }
    }

    private static var residentKilobytes: Int {
        let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? 0
    }
}
