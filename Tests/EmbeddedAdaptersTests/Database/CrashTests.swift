import CivilTime
import EmbeddedAdapters
import PortContracts
import ServicePorts
import Testing
import TodoDomain
import TodoPorts

@Suite("What was acknowledged outlives a crash", .timeLimit(.minutes(2)))
struct CrashTests {
    private let topic: Topic<Int> = Topic("numbers")

    private func event(_ number: Int, key: String = "key") -> CloudEvent<Int> {
        CloudEvent(
            id: "event-\(number)", type: "number", source: "/test", time: .epoch, partitionKey: key,
            sequence: Int64(number), correlationID: "none", data: number)
    }

    /// Delivers the topic of an image to a group until the condition holds; returns what the group saw.
    private func deliveries(
        from image: TemporaryDirectory, to group: String, until condition: @Sendable ([Int]) -> Bool
    ) async throws -> [Int] {
        try await withBus(image.open()) { bus in
            let seen = Recorder<Int>()
            let subscription = try await bus.subscribe(to: topic, as: SubscriptionOptions(group: group)) { delivery in
                seen.record(delivery.event.data)
                return .success
            }
            try await eventually(on: SystemClock(), "the image's events arrived") { condition(seen.elements) }
            await subscription.cancel()
            return seen.elements
        }
    }

    @Test("published events are delivered after the crash")
    func keepsPublishedEvents() async throws {
        let directory = try TemporaryDirectory()
        let database = try directory.open()
        let bus = SQLiteEventBus(database: database, clock: SystemClock())
        try await bus.publish((0..<20).map { event($0) }, to: topic)
        let image = try directory.crashImage()
        let seen = try await deliveries(from: image, to: "late") { $0.count == 20 }
        #expect(seen == Array(0..<20))
        #expect(database.path == directory.databasePath)
    }

    @Test("a group goes on where it was when its subscription ended")
    func keepsPositions() async throws {
        let directory = try TemporaryDirectory()
        let image = try await withBus(directory.open()) { bus in
            let seen = Recorder<Int>()
            let subscription = try await bus.subscribe(to: topic, as: SubscriptionOptions(group: "steady")) {
                delivery in
                seen.record(delivery.event.data)
                return .success
            }
            try await bus.publish((0..<10).map { event($0) }, to: topic)
            try await eventually(on: SystemClock(), "ten events arrived") { seen.elements.count == 10 }
            await subscription.cancel()
            try await bus.publish([event(10)], to: topic)
            return try directory.crashImage()
        }
        let seen = try await deliveries(from: image, to: "steady") { !$0.isEmpty }
        #expect(seen == [10], "handled events came again, or the new one did not come")
    }

    @Test("what a handler was busy with at the crash comes again, and all after it")
    func redeliversUnfinishedEvents() async throws {
        let directory = try TemporaryDirectory()
        let clock = SystemClock()
        let image = try await withBus(directory.open()) { bus in
            let begun = Recorder<Int>()
            let released = Recorder<Void>()
            _ = try await bus.subscribe(to: topic, as: SubscriptionOptions(group: "busy")) { delivery in
                begun.record(delivery.event.data)
                while delivery.event.data == 3, released.elements.isEmpty {
                    try? await clock.sleep(for: .milliseconds(5))
                }
                return .success
            }
            try await bus.publish((0..<6).map { event($0) }, to: topic)
            try await eventually(on: clock, "the handler is busy with 3") { begun.elements.contains(3) }
            let image = try directory.crashImage()
            released.record(())
            return image
        }
        let seen = try await deliveries(from: image, to: "busy") { Set($0).isSuperset(of: 3..<6) }
        #expect(seen == Array((seen.first ?? 6)..<6), "order was lost: \(seen)")
        #expect((seen.first ?? 6) <= 3)
    }

    @Test("an event given up before the crash is not delivered again, though its group's position is behind it")
    func keepsDeadLetters() async throws {
        let directory = try TemporaryDirectory()
        // A position that is never stored while the bus runs.
        let settings = EventBusSettings(positionDelay: .seconds(3_600))
        let image = try await withBus(directory.open(), settings: settings) { bus in
            _ = try await bus.subscribe(to: topic, as: SubscriptionOptions(group: "dropper")) { delivery in
                delivery.event.data == 0 ? .drop(reason: "zero") : .success
            }
            try await bus.publish([event(0, key: "a"), event(1, key: "b")], to: topic)
            try await eventually(on: SystemClock(), "a dead letter") {
                try await bus.deadLetters(of: topic.name).count == 1
            }
            return try directory.crashImage()
        }
        let seen = try await deliveries(from: image, to: "dropper") { $0.contains(1) }
        #expect(seen == [1])
        let letters = try await withBus(image.open()) { try await $0.deadLetters(of: topic.name) }
        #expect(letters.map(\.reason) == ["zero"])
    }

    @Test("jobs due while the process was down run once it is back, with the attempts they had")
    func keepsJobs() async throws {
        let directory = try TemporaryDirectory()
        let clock = SystemClock()
        let settings = JobSchedulerSettings(retry: .init(firstPause: .milliseconds(100)))
        let job = Job(name: "job", dueAt: clock.now(), payload: [1, 2, 3])
        let image = try await withScheduler(directory.open(), settings: settings) { scheduler in
            let attempts = Recorder<Int>()
            try await scheduler.handleTriggers(ofJobsPrefixed: "") { trigger in
                attempts.record(trigger.attempt)
                return .retry(reason: "not before the crash")
            }
            try await scheduler.schedule(job)
            try await scheduler.schedule(Job(name: "cancelled", dueAt: clock.now() + .seconds(3_600), payload: []))
            try await scheduler.cancel(jobNamed: "cancelled")
            try await eventually(on: clock, "the first attempts failed") { attempts.elements.contains(2) }
            return try directory.crashImage()
        }
        try await withScheduler(image.open()) { scheduler in
            let triggers = Recorder<JobTrigger>()
            try await scheduler.handleTriggers(ofJobsPrefixed: "") { trigger in
                triggers.record(trigger)
                return .success
            }
            try await eventually(on: clock, "the job ran") { !triggers.elements.isEmpty }
            let trigger = try #require(triggers.elements.first)
            #expect(trigger.name == "job" && trigger.payload == [1, 2, 3])
            #expect(trigger.dueAt == job.dueAt)
            #expect(trigger.attempt >= 2, "the attempts before the crash were forgotten")
        }
    }

    @Test("tasks, outbox, epoch and identities go on after the crash")
    func keepsTasks() async throws {
        let directory = try TemporaryDirectory()
        let database = try directory.open()
        let store = SQLiteTaskStore(database: database)
        let user = UserID("user")
        let identity = try await store.reserveIdentifiers(.task, count: 5)
        let task = TodoTask(id: TaskID(identity), userID: user, title: "Kept", createdAt: .epoch, updatedAt: .epoch)
        let change = Change(
            sequence: 1, kind: .taskCreated, taskID: task.id, actor: .user, time: .epoch, correlationID: "c",
            effects: [.putTask(task)])
        let event = CloudEvent(
            id: "1", type: "t", source: "/test", time: .epoch, partitionKey: "user", sequence: 1, correlationID: "c",
            data: TaskEvent(
                eventType: .created, taskID: task.id, userID: user, taskData: TaskData(task), timestamp: .epoch,
                correlationID: "c", change: change))
        let messages = [OutboxMessage.taskEvent(event)]
        try await store.commit(TaskCommit(userID: user, expectedSequence: 0, change: change, messages: messages))
        let epoch = try await store.epoch()

        let image = try directory.crashImage()
        let after = SQLiteTaskStore(database: try image.open())
        #expect(try await after.epoch() == epoch)
        #expect(try await after.state(of: user) == store.state(of: user))
        #expect(try await after.state(of: user).tasks[task.id] == task)
        #expect(try await after.unpublished(limit: 10).entries.map(\.message) == messages)
        #expect(try await after.reserveIdentifiers(.task, count: 1) == identity + 5)
    }
}
