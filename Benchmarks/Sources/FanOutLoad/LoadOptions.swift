import Glibc

/// The command line: names with values, some of them more than once.
struct LoadOptions {
    static let usage = """
        fan-out-load opens WebSockets, publishes events over HTTP when they are due, and tells how they arrived.

          --sockets-port N --socket-path P [--socket-header 'A: b']… [--greeting TEXT [--ready-mark TEXT]]
          --users N --sockets-per-user N        sockets are spread over the users in turn
          [--pending N] [--missed-mark TEXT]    so many handshakes at once (256); in each message of a missed change
          --publish-port N --publish-path P [--publish-header 'A: b']… --body TEXT [--connections N]
          [--batch N --entry TEXT [--separator TEXT]]   events of so many users a request, for {entries} in body
          [--values FILE]                       lines of columns with tabs between them, one for each user
          [--server-pid N,…]                    processes whose time and memory count
          [--step RATE,SECONDS]…                events a second, for so long
          [--ramp RATE,FACTOR,SECONDS]          ever faster until an event is missing or p99 is a second, twice

        Paths, headers, greeting and body may hold {u} {t} {n} {n20} {s1} {s2} …; an event must carry t={t};n={n};
        """

    private var values: [String: [String]] = [:]

    init(_ arguments: [String]) throws {
        var rest = arguments[...]
        while let name = rest.popFirst() {
            guard name.hasPrefix("--"), LoadOptions.names.contains(String(name.dropFirst(2))) else {
                throw LoadError(description: "no option '\(name)'\n\n\(LoadOptions.usage)")
            }
            guard let value = rest.popFirst() else { throw LoadError(description: "\(name) needs a value") }
            values[String(name.dropFirst(2)), default: []].append(value)
        }
    }

    private static let names = [
        "sockets-port", "socket-path", "socket-header", "greeting", "ready-mark", "users", "sockets-per-user",
        "publish-port", "publish-path", "publish-header", "body", "connections", "values", "server-pid", "step", "ramp",
        "pending", "missed-mark", "batch", "entry", "separator",
    ]

    func all(_ name: String) -> [String] { values[name] ?? [] }
    func text(_ name: String) -> String? { values[name]?.last }

    func required(_ name: String) throws -> String {
        guard let text = text(name) else {
            throw LoadError(description: "--\(name) is missing\n\n\(LoadOptions.usage)")
        }
        return text
    }

    func integer(_ name: String, default fallback: Int? = nil) throws -> Int {
        guard let text = text(name) else {
            guard let fallback else { throw LoadError(description: "--\(name) is missing") }
            return fallback
        }
        guard let number = Int(text), number > 0 else {
            throw LoadError(description: "--\(name) is '\(text)'; expected a whole number from 1")
        }
        return number
    }

    /// The value's parts between commas as numbers.
    static func numbers(_ text: String, _ count: Int, of name: String) throws -> [Double] {
        let numbers = text.split(separator: ",").compactMap { Double($0) }
        guard numbers.count == count, numbers.allSatisfy({ $0 > 0 }) else {
            throw LoadError(description: "--\(name) is '\(text)'; expected \(count) numbers with commas between them")
        }
        return numbers
    }

    /// The columns of the values file, one line a user.
    func columns() throws -> [[String]] {
        guard let path = text("values") else { return [] }
        guard let file = fopen(path, "r") else { throw LoadError.system("--values \(path)") }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { line in
            line.split(separator: "\t").map(String.init)
        }
    }
}
