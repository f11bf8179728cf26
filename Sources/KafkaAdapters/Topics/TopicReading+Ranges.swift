internal import CKafka
internal import CivilTime
internal import Logging
internal import ServicePorts

extension TopicReading {
    /// The offsets of one partition that are left to read.
    struct Range {
        let partition: Int32
        var next: Int64
        /// The first offset not to read; nil for no end.
        let end: Int64?

        var isRead: Bool { end.map { next >= $0 } ?? false }
    }

    /// What is left to read of each partition; throws `EventBusError`.
    func ranges() throws(EventBusError) -> [Int32: Range] {
        let timeout = settings.timeouts.request
        let all = try handle.partitions(
            of: question.topic, isMade: false, timeout: timeout, problems: { takeProblems() })
        if let missing = question.partitions?.subtracting(all).min() {
            throw EventBusError(
                .invalid, "'\(question.topic)' has no partition \(missing); it has 0...\(all.count - 1)")
        }
        let chosen = all.filter { question.partitions?.contains($0) ?? true }
        let starts = try offsets(of: chosen, at: question.start.instant, timeout)
        let ends = try offsets(of: chosen, at: question.end.instant, timeout)
        var ranges: [Int32: Range] = [:]
        for partition in chosen {
            let (low, high) = try handle.watermarks(of: question.topic, partition, timeout: timeout)
            let start =
                switch question.start {
                case .beginning: low
                case .end: high
                case .offset(let offset): max(low, offset)
                case .timestamp: starts[partition] ?? high
                }
            let end: Int64? =
                switch question.end {
                case .now: high
                case .offset(let offset): min(offset, high)
                case .timestamp: ends[partition] ?? high
                case .never: nil
                }
            ranges[partition] = Range(partition: partition, next: start, end: end)
        }
        return ranges.filter { !$0.value.isRead }
    }

    /// The first offset of each partition that is not older than the instant; none where all are older.
    private func offsets(
        of partitions: [Int32], at instant: Timestamp?, _ timeout: Duration
    ) throws(EventBusError) -> [Int32: Int64] {
        guard let instant else { return [:] }
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

extension KafkaReadingStart {
    fileprivate var instant: Timestamp? {
        if case .timestamp(let instant) = self { instant } else { nil }
    }
}

extension KafkaReadingEnd {
    fileprivate var instant: Timestamp? {
        if case .timestamp(let instant) = self { instant } else { nil }
    }
}
