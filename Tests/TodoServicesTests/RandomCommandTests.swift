import CivilTime
import ServicePorts
import Testing
import TodoDomain
import TodoPorts

@testable import TodoServices

@Suite("Random commands")
struct RandomCommandTests {
    private static let names = ["home", "Work", "گھر", "x", "WORK"]

    /// A command that may well be refused; names and identities are few, so that commands meet.
    private func command(_ random: inout SplitMix, now: Timestamp) -> TaskCommand {
        let id = TaskID(Int64.random(in: 1...8, using: &random))
        let name = RandomCommandTests.names.randomElement(using: &random) ?? "x"
        let instant = now + .seconds(Int64.random(in: -3_600...7_200, using: &random))
        switch Int.random(in: 0..<20, using: &random) {
        case 0...4: return .create(input(&random, now: now, isNew: true))
        case 5...8: return .update(id, input(&random, now: now, isNew: false))
        case 9...11: return .toggle(id)
        case 12: return .delete(id)
        case 13: return .addReminder(id, ReminderInput(remindAt: instant))
        case 14: return .removeReminder(id, ReminderID(Int64.random(in: 1...20, using: &random)))
        case 15: return .createTag(TagInput(name: name, colour: "#112233"))
        case 16:
            let newName = RandomCommandTests.names.randomElement(using: &random)
            return .updateTag(
                name: name, TagInput(name: newName, colour: Bool.random(using: &random) ? "#445566" : nil))
        case 17: return .deleteTag(name: name)
        case 18:
            let commands: [TaskCommand] = [
                .skip(id), .undo(id), .undo(id), .pauseSeries(id), .resumeSeries(id), .advanceSeries(after: id),
            ]
            return commands.randomElement(using: &random) ?? .skip(id)
        default: return .create(input(&random, now: now, isNew: true))
        }
    }

    private func input(_ random: inout SplitMix, now: Timestamp, isNew: Bool) -> TaskInput {
        var input = TaskInput()
        if isNew || Bool.random(using: &random) {
            input.title = .set("task \(Int.random(in: 0..<100, using: &random))")
        }
        if Bool.random(using: &random) {
            input.due.text = .set("2026-01-\(10 + Int.random(in: 0..<20, using: &random))T09:00:00")
            if Bool.random(using: &random) { input.due.zoneName = .set("Asia/Karachi") }
            if Bool.random(using: &random) { input.rule = .set(RecurrenceRule(frequency: .weekly)) }
        }
        if Int.random(in: 0..<6, using: &random) == 0 { input.rule = .set(nil) }
        if Int.random(in: 0..<4, using: &random) == 0 { input.reminderAt = .set(now + .seconds(600)) }
        if Int.random(in: 0..<4, using: &random) == 0 { input.completed = .set(Bool.random(using: &random)) }
        if Bool.random(using: &random) {
            let name = RandomCommandTests.names.randomElement(using: &random) ?? "x"
            input.tags = .set([name])
        }
        return input
    }

    /// Runs random commands, and whatever the other services would ask in answer to their events.
    private func run(seed: UInt64, steps: Int) async throws -> TaskBench {
        let bench = TaskBench()
        var random = SplitMix(seed: seed)
        for _ in 0..<steps {
            bench.clock.advance(.seconds(Int64.random(in: 0...1_200, using: &random)))
            let before = bench.state()
            do {
                try await bench.perform(command(&random, now: bench.clock.now()))
            } catch is TaskRefusal {
                #expect(bench.state() == before, "a refused command left a trace")
            }
            if Int.random(in: 0..<3, using: &random) == 0 { try await answerSomeEvent(bench, &random) }
        }
        return bench
    }

    /// Does what a consumer would for any event there ever was: old, doubled or new.
    private func answerSomeEvent(_ bench: TaskBench, _ random: inout SplitMix) async throws {
        let event = bench.outbox.taskEvents.randomElement(using: &random)
        if let event, let spawn = SuccessorDecision.request(for: event.data, zones: TaskBench.zones) {
            _ = try? await bench.perform(
                .spawnOccurrence(of: spawn.predecessorID, due: spawn.due, completedAt: spawn.completedAt))
        }
        guard let reminder = bench.outbox.reminders.randomElement(using: &random)?.data else { return }
        _ = try? await bench.perform(
            .markReminderSent(reminder.taskID, reminder.reminderID, remindAt: reminder.remindAt))
    }

    @Test("each change tells one task event and one update, with the sequence going up by one", arguments: 1...30)
    func sequence(seed: UInt64) async throws {
        let bench = try await run(seed: seed, steps: 120)
        let head = bench.state().sequence
        #expect(head > 40)
        #expect(bench.outbox.taskEvents.map(\.sequence) == Array(1...head))
        #expect(bench.outbox.taskUpdates.map(\.sequence) == Array(1...head))
        let identifiers =
            bench.outbox.taskEvents.map(\.id) + bench.outbox.reminders.map(\.id) + bench.outbox.taskUpdates.map(\.id)
        #expect(Set(identifiers).count == identifiers.count, "two events have the same id")
    }

    @Test("the changes of the task events rebuild the store's state", arguments: 1...30)
    func rebuild(seed: UInt64) async throws {
        let bench = try await run(seed: seed, steps: 120)
        var state = UserState()
        for event in bench.outbox.taskEvents {
            let change = try JSONCodec.decode(Change.self, from: JSONCodec.encode(event.data.change))
            try state.apply(change)
        }
        #expect(state == bench.state())
    }

    @Test("a replica that applies the updates shows what the store holds", arguments: 1...30)
    func replica(seed: UInt64) async throws {
        let bench = try await run(seed: seed, steps: 120)
        var replica = Replica()
        for event in bench.outbox.taskUpdates {
            replica.apply(try TodoTopics.taskUpdates.decode(TodoTopics.taskUpdates.encode(event)).data)
        }
        let state = bench.state()
        #expect(replica.orderedDocuments == state.orderedTasks.map { TaskDocument($0) })
        #expect(replica.reminders == state.tasks.mapValues(\.reminders))
        #expect(replica.tags == state.tags)
    }

    @Test("a reminder is scheduled once and cancelled at most once, after that", arguments: 1...30)
    func reminders(seed: UInt64) async throws {
        let bench = try await run(seed: seed, steps: 120)
        var told: [ReminderID: [ReminderEvent.EventType]] = [:]
        for event in bench.outbox.reminders { told[event.data.reminderID, default: []].append(event.data.eventType) }
        #expect(told.values.allSatisfy { $0 == [.scheduled] || $0 == [.scheduled, .cancelled] })
        for task in bench.state().orderedTasks {
            for reminder in task.reminders where reminder.status == .pending {
                #expect(told[reminder.id] == [.scheduled], "pending reminder \(reminder.id) of task \(task.id)")
            }
        }
    }

    @Test("no occurrence has two successors, and tags of tasks are tags of the user", arguments: 1...30)
    func successors(seed: UInt64) async throws {
        let bench = try await run(seed: seed, steps: 120)
        var followed: [TaskID: TaskID] = [:]
        for event in bench.outbox.taskEvents {
            for case .withdrawTask(let id) in event.data.change.effects {
                followed = followed.filter { $0.value != id }
            }
            guard event.data.change.kind == .occurrenceSpawned else { continue }
            for case .putTask(let task) in event.data.change.effects {
                let predecessor = try #require(task.series?.predecessorID)
                #expect(followed.updateValue(task.id, forKey: predecessor) == nil, "\(predecessor) has two successors")
            }
        }
        let occurrences = bench.state().orderedTasks.compactMap(\.occurrenceID)
        #expect(Set(occurrences).count == occurrences.count, "two tasks are the same occurrence")
        for task in bench.state().orderedTasks {
            #expect(Set(task.tags.map(Tag.key)).count == task.tags.count)
            for name in task.tags { #expect(bench.state().tags[Tag.key(name)]?.name == name) }
            #expect(task.series == nil || task.due != nil)
        }
    }
}
