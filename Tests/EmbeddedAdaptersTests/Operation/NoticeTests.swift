import CivilTime
import EmbeddedAdapters
import GRDB
import PortContracts
import ServicePorts
import Testing

@Suite("Notices to the operator", .timeLimit(.minutes(1)))
struct NoticeTests {
    private let topic: Topic<Int> = Topic("numbers")
    private let clock: SystemClock = SystemClock()

    private func event(_ number: Int) -> CloudEvent<Int> {
        CloudEvent(
            id: "event-\(number)", type: "number", source: "/test", time: .epoch,
            partitionKey: "key", sequence: Int64(number), correlationID: "none", data: number)
    }

    /// Gives the body a running bus and the record of its notices.
    private func withNoticingBus(
        _ body: (SQLiteEventBus, Recorder<EmbeddedNotice>, TemporaryDirectory) async throws -> Void
    ) async throws {
        let directory = try TemporaryDirectory()
        let notices = Recorder<EmbeddedNotice>()
        let settings = EventBusSettings(storagePause: .milliseconds(20))
        let bus = SQLiteEventBus(
            database: try directory.open(), clock: clock, settings: settings, notify: { notices.record($0) })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await bus.run() }
            try await body(bus, notices, directory)
            bus.shutDown()
            try await group.waitForAll()
        }
    }

    @Test("postponed and given-up events are told with their reasons, handled ones are not")
    func tellsOfDeliveries() async throws {
        try await withNoticingBus { bus, notices, _ in
            let retry = DeliveryRetryPolicy(maximumAttempts: 2, firstPause: .milliseconds(1))
            let seen = Recorder<Int>()
            _ = try await bus.subscribe(to: topic, as: SubscriptionOptions(group: "group", retry: retry)) { delivery in
                guard delivery.event.data == 1 else {
                    seen.record(delivery.event.data)
                    return .success
                }
                return .retry(reason: "try \(delivery.attempt)")
            }
            try await bus.publish([event(1), event(2)], to: topic)
            try await eventually(on: clock, "the second event was handled") { seen.elements == [2] }
            #expect(
                notices.elements == [
                    .deliveryPostponed(
                        topic: "numbers", group: "group", eventID: "event-1", attempt: 1, reason: "try 1"),
                    .eventGivenUp(topic: "numbers", group: "group", eventID: "event-1", attempts: 2, reason: "try 2"),
                ])
        }
    }

    @Test("a failing database is told, and delivery goes on once it answers again")
    func survivesAFailingDatabase() async throws {
        try await withNoticingBus { bus, notices, directory in
            let seen = Recorder<Int>()
            let subscription = try await bus.subscribe(to: topic, as: SubscriptionOptions(group: "group")) { delivery in
                seen.record(delivery.event.data)
                return .success
            }
            try await bus.publish([event(1)], to: topic)
            try await eventually(on: clock, "the first event arrived") { seen.elements == [1] }
            // A table is taken away from under the bus, so that it can handle events but not store its position.
            let other = try DatabaseQueue(path: directory.databasePath)
            try await other.write { try $0.execute(sql: "ALTER TABLE consumer_positions RENAME TO hidden") }
            try await bus.publish([event(2)], to: topic)
            try await eventually(on: clock, "the failure was told") { !notices.storageFailures.isEmpty }
            try await other.write { try $0.execute(sql: "ALTER TABLE hidden RENAME TO consumer_positions") }
            try await bus.publish([event(3)], to: topic)
            try await eventually(on: clock, "the third event arrived") { seen.elements == [1, 2, 3] }
            await subscription.cancel()
            let stored = try await other.read { try Int64.fetchOne($0, sql: "SELECT position FROM consumer_positions") }
            #expect(stored == 3, "the position was not stored after the failure")
            #expect(notices.elements.count == notices.storageFailures.count)
            #expect(notices.elements.allSatisfy { $0.description.contains("of numbers for group") })
        }
    }

    @Test("the job scheduler tells of postponed and dropped triggers")
    func tellsOfTriggers() async throws {
        try await withDatabase { database in
            let notices = Recorder<EmbeddedNotice>()
            let scheduler = SQLiteJobScheduler(
                database: database, clock: clock, settings: .quick, notify: { notices.record($0) })
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await scheduler.run() }
                try await scheduler.handleTriggers(ofJobsPrefixed: "") { trigger in
                    trigger.attempt == 1 ? .retry(reason: "later") : .drop(reason: "never")
                }
                try await scheduler.schedule(Job(name: "job", dueAt: clock.now(), payload: []))
                try await eventually(on: clock, "two notices") { notices.elements.count == 2 }
                scheduler.shutDown()
                try await group.waitForAll()
            }
            #expect(
                notices.elements == [
                    .triggerPostponed(job: "job", attempt: 1, reason: "later"),
                    .triggerDropped(job: "job", attempts: 2, reason: "never"),
                ])
        }
    }
}
