import CivilTime
import ServicePorts
import Testing

@testable import TodoDomain

@Suite("State of a user")
struct UserStateTests {
    private let task = TodoTask(
        id: TaskID(7), userID: UserID("sara"), title: "read", tags: ["Home", "x"], createdAt: .epoch, updatedAt: .epoch)

    private func change(_ sequence: Int64, _ effects: Effect...) -> Change {
        Change(
            sequence: sequence, kind: .taskUpdated, actor: .user, time: .epoch, correlationID: "c", effects: effects)
    }

    private func state(after effects: Effect...) throws -> UserState {
        var state = UserState()
        for (index, effect) in effects.enumerated() { try state.apply(change(Int64(index) + 1, effect)) }
        return state
    }

    @Test("a put task is there, and another put takes its place")
    func putTask() throws {
        var renamed = task
        renamed.title = "write"
        let state = try state(after: .putTask(task), .putTask(renamed))
        #expect(state.orderedTasks == [renamed])
        #expect(state.sequence == 2)
    }

    @Test("a removed task is gone; removing it again changes nothing")
    func removeTask() throws {
        let state = try state(after: .putTask(task), .removeTask(task.id), .removeTask(task.id))
        #expect(state.tasks.isEmpty)
        #expect(state.sequence == 3)
    }

    @Test("a put tag is kept by its folded name")
    func putTag() throws {
        let state = try state(after: .putTag(Tag(name: "Home")), .putTag(Tag(name: "HOME", colour: "#112233")))
        #expect(state.orderedTags == [Tag(name: "HOME", colour: "#112233")])
    }

    @Test("a renamed tag keeps its colour and changes the tasks that carry it")
    func renameTag() throws {
        let state = try state(
            after: .putTag(Tag(name: "Home", colour: "#112233")), .putTask(task),
            .renameTag(from: "HOME", to: "House"))
        #expect(state.orderedTags == [Tag(name: "House", colour: "#112233")])
        #expect(state.tasks[task.id]?.tags == ["House", "x"])
        #expect(state.tasks[task.id]?.version == 2)
    }

    @Test("a removed tag leaves the tasks that carried it, and only those get a new version")
    func removeTag() throws {
        let other = TodoTask(id: TaskID(8), userID: UserID("sara"), title: "b", createdAt: .epoch, updatedAt: .epoch)
        let state = try state(
            after: .putTag(Tag(name: "Home")), .putTask(task), .putTask(other), .removeTag(name: "home"))
        #expect(state.tags.isEmpty)
        #expect(state.tasks[task.id]?.tags == ["x"])
        #expect(state.tasks[task.id]?.version == 2)
        #expect(state.tasks[other.id] == other)
    }

    @Test("a change that is not the next one is refused and leaves the state as it was", arguments: [0, 1, 3, -1])
    func gap(sequence: Int64) throws {
        var state = try state(after: .putTask(task))
        let before = state
        #expect(throws: SequenceGap(expected: 2, found: sequence)) {
            try state.apply(change(sequence, .removeTask(task.id)))
        }
        #expect(state == before)
    }

    @Test("a change is the same after JSON, with every kind of effect")
    func json() throws {
        var whole = task
        whole.due = DueDate(wall: CivilDateTime(millisecondsSinceEpoch: 0), anchor: .zone("Asia/Karachi"))
        whole.series = RecurrenceRule(frequency: .monthly, interval: 2).map {
            Series(rule: $0, anchor: CivilDateTime(millisecondsSinceEpoch: 0), predecessorID: TaskID(3))
        }
        whole.reminders = [Reminder(id: ReminderID(1), remindAt: .epoch, status: .sent, sentAt: .epoch)]
        whole.completedAt = .epoch
        let effects: [Effect] = [
            .putTask(whole), .removeTask(TaskID(1)), .putTag(Tag(name: "گھر")), .renameTag(from: "a", to: "b"),
            .removeTag(name: "c"),
        ]
        for kind in Change.Kind.allCases {
            let change = Change(
                sequence: 4, kind: kind, taskID: TaskID(7), reminderID: ReminderID(1),
                actor: .service("recurring-task-service"), time: .epoch, correlationID: "c", effects: effects)
            #expect(try JSONCodec.decode(Change.self, from: JSONCodec.encode(change)) == change)
        }
    }

    @Test("an effect of an unknown operation is refused")
    func unknownEffect() {
        #expect(throws: DecodingError.self) {
            try JSONCodec.decode(Effect.self, from: Array(#"{"op": "explode"}"#.utf8))
        }
    }
}
