internal import CKafka
internal import DequeModule
internal import Logging
internal import ServicePorts
internal import Synchronization

/// One reading of a topic: a client with a thread that stays a bounded number of records ahead of who asks.
final class TopicReading: Sendable {
    /// What to read.
    struct Question: Sendable {
        let topic: String
        let start: KafkaReadingStart
        let end: KafkaReadingEnd
        let partitions: Set<Int32>?
    }

    struct Guarded {
        var buffer: Deque<KafkaRecord> = []
        var waiter: CheckedContinuation<Result<KafkaRecord?, EventBusError>, Never>?
        /// How the reading ended; records in the buffer come before.
        var ending: Result<KafkaRecord?, EventBusError>?
        var isStopped = false
    }

    private static let bufferedRecords = 1_024

    let question: Question
    let settings: KafkaSettings
    let reporter: ClientReporter
    let handle: KafkaHandle
    let room: WaitingRoom
    let opened: OneTimeResult<Void, EventBusError> = OneTimeResult()
    let guarded: Mutex<Guarded> = Mutex(Guarded())

    /// A reading whose thread runs; throws `KafkaSettingsError`.
    init(_ question: Question, settings: KafkaSettings, reporter: ClientReporter) throws(KafkaSettingsError) {
        self.question = question
        self.settings = settings
        self.reporter = reporter
        handle = try KafkaHandle(.consumer, settings.readerProperties())
        room = WaitingRoom(handle)
        do {
            try PollThread.start { self.poll() }
        } catch {
            room.destroy()
            handle.destroy()
            throw error
        }
    }

    /// The next record; nil at the end, after `stop` and when the task is cancelled; throws `EventBusError`.
    func next() async throws(EventBusError) -> KafkaRecord? {
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (result, wakes) = guarded.withLock { guarded in
                    guarded.takeNext(orWait: continuation, lowMark: TopicReading.bufferedRecords / 2)
                }
                if wakes { room.leave() }
                if let result { continuation.resume(returning: result) }
            }
        } onCancel: {
            stop()
        }
        return try result.get()
    }

    /// Ends the reading and its thread.
    func stop() {
        guarded.withLock { $0.isStopped = true }
        finish(.success(nil))
        room.leave()
        handle.wake()
    }

    /// True when the thread should read no further for now.
    var isAhead: Bool {
        guarded.withLock { !$0.isStopped && $0.buffer.count >= TopicReading.bufferedRecords }
    }

    var isStopped: Bool { guarded.withLock { $0.isStopped } }

    /// Hands a record over or keeps it.
    func give(_ record: KafkaRecord) {
        let waiter = guarded.withLock { guarded in
            let waiter = guarded.waiter
            guarded.waiter = nil
            if waiter == nil { guarded.buffer.append(record) }
            return waiter
        }
        waiter?.resume(returning: .success(record))
    }

    /// Says how the reading ended; the first one counts.
    func finish(_ ending: Result<KafkaRecord?, EventBusError>) {
        let waiter = guarded.withLock { guarded in
            guarded.ending = guarded.ending ?? ending
            defer { guarded.waiter = nil }
            return guarded.waiter
        }
        waiter?.resume(returning: ending)
    }
}

extension TopicReading.Guarded {
    /// What to answer now, nil to wait; and whether the thread has room to go on.
    mutating func takeNext(
        orWait continuation: CheckedContinuation<Result<KafkaRecord?, EventBusError>, Never>, lowMark: Int
    ) -> (result: Result<KafkaRecord?, EventBusError>?, wakes: Bool) {
        if isStopped { return (.success(nil), false) }
        if let record = buffer.popFirst() { return (.success(record), buffer.count == lowMark) }
        if let ending { return (ending, false) }
        waiter = continuation
        return (nil, false)
    }
}
