/// Cuts a batch into requests such that no request holds two events of one key.
///
/// Within a bulk request a broker may take any entries and refuse others, in any order. With one event a key, what was
/// refused is tried again before its successors go, and the order within each key holds.
enum PublishWaves {
    /// Longest sum of events in one request, well below the sidecar's limit of 4 MiB.
    private static let byteLimit = 1 << 20

    /// The events in waves of at most `limit`; an event that bulk requests would damage is alone in its wave.
    static func waves(of events: [OutgoingEvent], limit: Int) -> [[OutgoingEvent]] {
        var earlier: [String: Int] = [:]
        var rounds: [[OutgoingEvent]] = []
        for event in events {
            let round = earlier[event.partitionKey, default: 0]
            earlier[event.partitionKey] = round + 1
            if round == rounds.count { rounds.append([]) }
            rounds[round].append(event)
        }
        return rounds.flatMap { cut($0, limit: limit) }
    }

    private static func cut(_ round: [OutgoingEvent], limit: Int) -> [[OutgoingEvent]] {
        var waves: [[OutgoingEvent]] = []
        var wave: [OutgoingEvent] = []
        var size = 0
        for event in round {
            if JSONNumbers.areDamagedByDoubles(in: event.bytes) {
                waves.append([event])
                continue
            }
            if wave.count == limit || size + event.bytes.count > byteLimit, !wave.isEmpty {
                waves.append(wave)
                (wave, size) = ([], 0)
            }
            wave.append(event)
            size += event.bytes.count
        }
        if !wave.isEmpty { waves.append(wave) }
        return waves
    }
}
