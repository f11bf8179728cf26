internal import CKafka

/// The names that librdkafka knows, for the advice in an error.
enum PropertyNames {
    /// The known name that is nearest to the given one, when one is near.
    static func nearest(to name: String) -> String? {
        let limit = max(2, name.count / 4)
        let near = all().map { (name: $0, distance: distance(from: name, to: $0)) }
        return near.filter { $0.distance <= limit }.min { ($0.distance, $0.name) < ($1.distance, $1.name) }?.name
    }

    /// Every name with a default that can be shown.
    private static func all() -> [String] {
        let configuration = rd_kafka_conf_new()
        defer { rd_kafka_conf_destroy(configuration) }
        var count = 0
        guard let dump = rd_kafka_conf_dump(configuration, &count) else { return [] }
        defer { rd_kafka_conf_dump_free(dump, count) }
        return stride(from: 0, to: count, by: 2).compactMap { dump[$0].map { String(cString: $0) } }
    }

    /// How many letters must be added, removed or replaced (Levenshtein).
    private static func distance(from left: String, to right: String) -> Int {
        let right = Array(right.utf8)
        var row = Array(0...right.count)
        for (index, letter) in left.utf8.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in right.indices {
                let replaced = diagonal + (letter == right[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}
