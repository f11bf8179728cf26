import Glibc
import LoadSupport

/// Publishes events at the instants at which they are due, whether or not earlier ones were answered.
///
/// A user's events go over one connection, one after the other, so that the server gets them in order. An event that
/// had to wait for an answer keeps the instant at which it was due: waiting counts as latency.
final class Publisher {
    struct Plan {
        var port: Int
        var path: Template
        var headers: [Template]
        var body: Template
        var users: Int
        var connections: Int
        /// Events of a request, of as many users; 1 for requests that are an event each.
        var batch = 1
        var entry: Template?
        var separator: [UInt8] = []
    }

    private struct Line {
        var descriptor: CInt
        /// First users of the requests that wait.
        var waiting: [(user: Int, due: UInt64)] = []
        var isBusy = false
        var answer: [UInt8] = []
    }

    private let plan: Plan
    private let poller = Poller()
    private var lines: [Line] = []
    private var numbers: [Int]
    private(set) var answered = 0
    private(set) var refused = 0
    private(set) var firstRefusal = ""
    /// From when it was due to its answer.
    private(set) var answers = Histogram()
    private var dueOfLine: [UInt64] = []

    init(_ plan: Plan) throws {
        self.plan = plan
        numbers = Array(repeating: 0, count: plan.users)
        for number in 0..<plan.connections {
            lines.append(Line(descriptor: try Sockets.connect(port: plan.port, number: number)))
            poller.watch(lines[number].descriptor, as: number, writes: false, isNew: true)
        }
        dueOfLine = Array(repeating: 0, count: plan.connections)
    }

    /// Events of a request.
    var batch: Int { plan.batch }

    deinit {
        for line in lines where line.descriptor >= 0 { close(line.descriptor) }
    }

    /// Publishes so many events, the users in turn, and waits for the answers; answers how many were sent.
    func run(rate: Double, count: Int, from start: UInt64, patienceSeconds: Int) throws -> Int {
        answered = 0
        refused = 0
        answers = Histogram()
        var next = 0
        let end = start + UInt64(Double(count) / rate * 1e9) + UInt64(patienceSeconds) * 1_000_000_000
        while answered + refused < count / plan.batch {
            let now = monotonicNanoseconds()
            guard now < end else { break }
            while next < count {
                let due = start + UInt64(Double(next) / rate * 1e9)
                guard due <= now else { break }
                let user = next % plan.users
                let line = user / plan.batch % plan.connections
                lines[line].waiting.append((user, due))
                try sendNext(line)
                next += plan.batch
            }
            let pause = next < count ? start + UInt64(Double(next) / rate * 1e9) : now + 10_000_000
            let milliseconds = pause > now ? Int32((pause - now) / 1_000_000) : 0
            try poller.wait(milliseconds: min(milliseconds, 10)) { number, _ in try read(number) }
        }
        return next
    }

    private func sendNext(_ number: Int) throws {
        guard !lines[number].isBusy, !lines[number].waiting.isEmpty else { return }
        let (user, due) = lines[number].waiting.removeFirst()
        if lines[number].descriptor < 0 { try reopen(number) }
        lines[number].isBusy = true
        dueOfLine[number] = due
        let body = self.body(user, due)
        var request = Array("POST ".utf8) + plan.path.bytes(user: user)
        request += " HTTP/1.1\r\nHost: 127.0.0.1:\(plan.port)\r\nContent-Length: \(body.count)\r\n".utf8
        for header in plan.headers { request += header.bytes(user: user) + Array("\r\n".utf8) }
        request += Array("\r\n".utf8) + body
        try write(request, to: lines[number].descriptor)
    }

    /// Writes all of it, waiting for the server to read where it must.
    private func write(_ request: [UInt8], to descriptor: CInt) throws {
        var rest = request[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if sent > 0 {
                rest = rest.dropFirst(sent)
            } else {
                var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                guard errno == EAGAIN, poll(&waiting, 1, 5_000) == 1 else { throw LoadError.system("publish") }
            }
        }
    }

    /// The body of the request that begins with that user's event.
    private func body(_ first: Int, _ due: UInt64) -> [UInt8] {
        for user in first..<(first + plan.batch) { numbers[user] += 1 }
        guard let entry = plan.entry else { return plan.body.bytes(user: first, due: due, number: numbers[first]) }
        let entries = (first..<(first + plan.batch)).map { entry.bytes(user: $0, due: due, number: numbers[$0]) }
        return plan.body.bytes(user: first, due: due, entries: Array(entries.joined(separator: plan.separator)))
    }

    private func reopen(_ number: Int) throws {
        lines[number].descriptor = try Sockets.connect(port: plan.port, number: number)
        var waiting = pollfd(fd: lines[number].descriptor, events: Int16(POLLOUT), revents: 0)
        guard poll(&waiting, 1, 5_000) == 1 else { throw LoadError.system("connect again") }
        poller.watch(lines[number].descriptor, as: number, writes: false, isNew: true)
    }

    private func read(_ number: Int) throws {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        let count = recv(lines[number].descriptor, &buffer, buffer.count, 0)
        guard count > 0 else {
            if count < 0, errno == EAGAIN { return }
            // A server may close a connection that was idle; one that waits for an answer it may not.
            guard !lines[number].isBusy else {
                throw LoadError(description: "the server closed a connection without an answer to an event")
            }
            close(lines[number].descriptor)
            lines[number].descriptor = -1
            return
        }
        lines[number].answer += buffer[..<count]
        guard let status = Publisher.takeAnswer(&lines[number].answer) else { return }
        if (200..<300).contains(status) {
            answered += 1
            answers.add(monotonicNanoseconds() - dueOfLine[number])
        } else {
            refused += 1
            firstRefusal = firstRefusal.isEmpty ? "status \(status)" : firstRefusal
        }
        lines[number].isBusy = false
        try sendNext(number)
    }

    /// The status of a whole answer, which is taken away; nil while it is not whole.
    private static func takeAnswer(_ bytes: inout [UInt8]) -> Int? {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let head = text.range(of: "\r\n\r\n") else { return nil }
        let lines = text[..<head.lowerBound].split(separator: "\r\n")
        let length =
            lines.compactMap { line -> Int? in
                guard line.lowercased().hasPrefix("content-length:") else { return nil }
                return Int(line.dropFirst(15).filter { $0 != " " })
            }.first ?? 0
        let headBytes = text[..<head.upperBound].utf8.count
        guard bytes.count >= headBytes + length, let status = lines.first?.split(separator: " ").dropFirst().first
        else {
            return nil
        }
        bytes.removeFirst(headBytes + length)
        return Int(status)
    }
}

extension String {
    /// Where the other text first is; nil when it is nowhere.
    fileprivate func range(of other: String) -> Range<String.Index>? {
        let (own, sought) = (Array(utf8), Array(other.utf8))
        guard own.count >= sought.count else { return nil }
        for start in 0...(own.count - sought.count) where own[start] == sought[0] {
            guard own[start..<(start + sought.count)].elementsEqual(sought) else { continue }
            let lower = utf8.index(utf8.startIndex, offsetBy: start)
            return lower..<utf8.index(lower, offsetBy: sought.count)
        }
        return nil
    }
}
