internal import CKafka
internal import CivilTime
internal import Logging
internal import ServicePorts

extension TopicReading {
    /// The offsets of one partition that are left to read.
    private struct Range {
        let partition: Int32
        var next: Int64
        /// The first offset not to read; nil for no end.
        let end: Int64?

        var isRead: Bool { end.map { next >= $0 } ?? false }
    }

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

    private func ranges() throws(EventBusError) -> [Int32: Range] {
        let timeout = settings.timeouts.request
        let all = try handle.partitions(
            of: question.topic, isMade: false, timeout: timeout, problems: { takeProblems() })
        if let missing = question.partitions?.subtracting(all).min() {
            throw EventBusError(
                .invalid, "'\(question.topic)' has no partition \(missing); it has 0...\(all.count - 1)")
        }
        let chosen = all.filter { question.partitions?.contains($0) ?? true }
        let later = try laterStarts(of: chosen, timeout)
        var ranges: [Int32: Range] = [:]
        for partition in chosen {
            let (low, high) = try handle.watermarks(of: question.topic, partition, timeout: timeout)
            let start =
                switch question.start {
                case .beginning: low
                case .end: high
                case .offset(let offset): max(low, offset)
                case .timestamp: later[partition] ?? high
                }
            ranges[partition] = Range(partition: partition, next: start, end: question.end == .now ? high : nil)
        }
        return ranges.filter { !$0.value.isRead }
    }

    /// The first offset of each partition that is not older than the instant asked for; none where all are older.
    private func laterStarts(of partitions: [Int32], _ timeout: Duration) throws(EventBusError) -> [Int32: Int64] {
        guard case .timestamp(let instant) = question.start else { return [:] }
        let list = PartitionList(question.topic, partitions.map { ($0, max(0, instant.millisecondsSinceEpoch)) })
        let code = list.use {
            rd_kafka_offsets_for_times(handle.client, $0, Int32(clamping: timeout.wholeMilliseconds))
        }
        let failed = list.entries.first { $0.error != .none }?.error ?? KafkaErrorCode(code)
        guard failed == .none else {
            throw EventBusError(
                .unavailable, "no broker told the offsets of '\(question.topic)' at an instant: \(failed)")
        }
        return list.entries.reduce(into: [:]) { starts, entry in
            if entry.offset >= 0 { starts[entry.partition] = entry.offset }
        }
    }

    private func takeProblems() -> String? {
        while let event = handle.poll(milliseconds: 0) { _ = reporter.take(event) }
        return reporter.recentProblems
    }
}
