internal import CKafka

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// The names that librdkafka knows, for the advice in an error.
enum PropertyNames {
    /// The known name that is nearest to the given one, when one is near.
    static func nearest(to name: String) -> String? {
        let limit = max(2, name.count / 4)
        let near = all().map { (name: $0, distance: distance(from: name, to: $0)) }
        return near.filter { $0.distance <= limit }.min { ($0.distance, $0.name) < ($1.distance, $1.name) }?.name
    }

    /// Every name, other names of a property included: the first column of the table that librdkafka prints.
    private static func all() -> [String] {
        var text: UnsafeMutablePointer<CChar>?
        var size = 0
        guard let stream = open_memstream(&text, &size) else { return [] }
        rd_kafka_conf_properties_show(stream)
        fclose(stream)
        guard let text else { return [] }
        defer { free(text) }
        let table = String(decoding: UnsafeRawBufferPointer(start: text, count: size), as: UTF8.self)
        return table.split(separator: "\n").compactMap { line in
            let columns = line.split(separator: "|")
            return columns.count > 2 ? columns[0].split(separator: " ").first.map(String.init) : nil
        }
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
