import CivilTime
import Testing
import TodoDomain

/// What holds for every filter, tried on filters that seeds draw.
@Suite("Any filter")
struct TaskFilterPropertyTests {
    private static let seeds = Array(UInt64(1)...400)

    private func context(_ zone: String) throws -> FilterContext {
        FilterContext(
            now: try instant("2026-03-29T12:00:00Z"), zones: UserZones(UserSettings(timeZone: zone), over: testZones))
    }

    @Test("is printed in one way, which reads as the same filter", arguments: seeds)
    func roundTrip(seed: UInt64) throws {
        var random = RandomFilter(numbers: SeededNumbers(state: seed))
        let text = random.text()
        let filter = try TaskFilter(text: text)
        #expect(try TaskFilter(text: filter.text) == filter, "\(text)")
        #expect(try TaskFilter(text: filter.text).text == filter.text, "\(text)")
    }

    @Test("keeps only tasks within its bounds, all of them where those are exact", arguments: seeds)
    func bounds(seed: UInt64) throws {
        var random = RandomFilter(numbers: SeededNumbers(state: seed))
        let filter = try TaskFilter(text: random.text())
        for zone in ["America/New_York", "Asia/Karachi"] {
            let context = try context(zone)
            for filter in [filter, .not(filter)] {
                let predicate = TaskPredicate(filter, in: context)
                for task in FilterTasks.varied(60) {
                    let isKept = predicate.matches(task)
                    let isWithin = predicate.bounds.include(task)
                    #expect(!isKept || isWithin, "\(filter.text) keeps task \(task)")
                    #expect(!predicate.bounds.isExact || isKept == isWithin, "\(filter.text) and task \(task)")
                }
            }
        }
    }

    @Test("negated keeps what it does not, and joined what both or either keep", arguments: seeds.prefix(200))
    func logic(seed: UInt64) throws {
        var random = RandomFilter(numbers: SeededNumbers(state: seed))
        let (left, right) = (try TaskFilter(text: random.text()), try TaskFilter(text: random.text()))
        let context = try context("America/New_York")
        func kept(_ filter: TaskFilter?) throws -> Set<TaskID> {
            let predicate = TaskPredicate(try #require(filter), in: context)
            return Set(FilterTasks.varied(60).filter(predicate.matches).map(\.id))
        }
        let all = Set(FilterTasks.varied(60).map(\.id))
        #expect(try kept(.not(left)) == all.subtracting(kept(left)))
        #expect(try kept(.all(of: [left, right])) == kept(left).intersection(kept(right)))
        #expect(try kept(.any(of: [left, right])) == kept(left).union(kept(right)))
    }
}

extension TaskBounds {
    fileprivate func include(_ task: TodoTask) -> Bool {
        guard completion.contains(task.isCompleted), priorities.contains(task.priority) else { return false }
        guard let due = task.due else { return includesWithoutDue }
        return dueReadings?.contains(due.wall.millisecondsSinceEpoch) ?? false
    }
}
