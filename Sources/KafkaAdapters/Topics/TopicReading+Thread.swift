internal import CKafka
internal import CivilTime
internal import Logging
internal import ServicePorts

extension TopicReading {
    /// The work of the reading's thread.
    func poll() {
        let reference = rd_kafka_topic_new(handle.client, question.topic, nil)
        do {
            guard let reference else { throw EventBusError(.invalid, "'\(question.topic)' is no name of a topic") }
            var ranges = try ranges()
            for range in ranges.values {
                rd_kafka_consume_start_queue(reference, range.partition, range.next, handle.queue)
            }
            opened.give(.success(()))
            try read(&ranges)
            for partition in ranges.keys { rd_kafka_consume_stop(reference, partition) }
            finish(.success(nil))
        } catch {
            let failure = error as? EventBusError ?? EventBusError(.unavailable, "\(error)")
            opened.give(.failure(failure))
            finish(.failure(failure))
        }
        if let reference { rd_kafka_topic_destroy(reference) }
        room.destroy()
        handle.destroy()
    }

    private func read(_ ranges: inout [Int32: Range]) throws(EventBusError) {
        while ranges.values.contains(where: { !$0.isRead }), !isStopped {
            if isAhead { room.wait(milliseconds: 100) }
            if isAhead { continue }
            guard let event = handle.poll(milliseconds: 100) else { continue }
            guard event.type == RD_KAFKA_EVENT_FETCH else {
                _ = reporter.take(event)
                try check(event, &ranges)
                continue
            }
            var failure: KafkaErrorCode?
            event.forEachMessage { message in
                failure = failure ?? take(message, &ranges)
            }
            if let failure {
                throw EventBusError(.unavailable, "reading '\(question.topic)' failed: \(failure)")
            }
        }
    }

    /// Takes a record, or the news that its partition ends; answers any other error.
    private func take(_ message: UnsafePointer<rd_kafka_message_t>, _ ranges: inout [Int32: Range]) -> KafkaErrorCode? {
        let partition = message.pointee.partition
        let code = KafkaErrorCode(message.pointee.err)
        if code == .partitionEnd {
            // Records that nobody sees, such as marks of transactions, may stand at the end.
            ranges[partition]?.next = message.pointee.offset
            return nil
        }
        guard code == .none else { return code }
        guard let range = ranges[partition], !range.isRead else { return nil }
        ranges[partition]?.next = message.pointee.offset + 1
        if range.end.map({ message.pointee.offset < $0 }) ?? true { give(KafkaRecord(message)) }
        return nil
    }

    /// Looks into an event that is no record for the end of a partition or an offset that is not there.
    private func check(_ event: borrowing KafkaEvent, _ ranges: inout [Int32: Range]) throws(EventBusError) {
        guard event.type == RD_KAFKA_EVENT_ERROR else { return }
        if event.error == .partitionEnd, let place = event.place { ranges[place.partition]?.next = place.offset }
        if event.error == KafkaErrorCode(RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET) {
            throw EventBusError(.invalid, "reading '\(question.topic)' failed: \(event.errorText)")
        }
    }
}
