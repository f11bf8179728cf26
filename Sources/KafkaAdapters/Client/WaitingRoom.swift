internal import CKafka
internal import Synchronization

/// Where a client's thread waits for something else than librdkafka: an empty queue, which another thread can end.
final class WaitingRoom: @unchecked Sendable {
    // Unchecked because pointers are not Sendable; librdkafka guards the queue.
    private let queue: OpaquePointer?
    private let isAlive: Mutex<Bool> = Mutex(true)

    init(_ handle: KafkaHandle) {
        queue = rd_kafka_queue_new(handle.client)
    }

    /// Waits until the time is over or `leave` was called.
    func wait(milliseconds: Int32) {
        guard let queue, let event = rd_kafka_queue_poll(queue, milliseconds) else { return }
        rd_kafka_event_destroy(event)
    }

    /// Ends the wait, or the next one; harmless after `destroy`.
    func leave() {
        isAlive.withLock { if $0, let queue { rd_kafka_queue_yield(queue) } }
    }

    /// Frees the queue; must come before its client is destroyed.
    func destroy() {
        isAlive.withLock { $0 = false }
        if let queue { rd_kafka_queue_destroy(queue) }
    }
}
