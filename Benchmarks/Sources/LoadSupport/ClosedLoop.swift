import CEpoll
import Glibc

/// Sends requests over kept connections, on each the next one once the last was answered, and checks every answer.
package final class ClosedLoop {
    package struct Plan {
        package var port: Int
        package var connections: Int
        package var method: String
        package var path: Template
        package var headers: [Template]
        package var body: Template?
        package var users: Int
        /// The status that every answer must have.
        package var status: Int
        /// Texts that the body of every answer must have so often.
        package var occurrences: [(text: [UInt8], count: Int)] = []
        /// A text in the body of every answer, such as `"id":`, after which there is what no other answer has.
        package var distinct: [UInt8]?
        /// What `{t}` stands for.
        package var due: UInt64 = 0

        package init(port: Int, path: Template, users: Int) {
            self.port = port
            self.path = path
            self.users = users
            connections = 64
            method = "GET"
            headers = []
            status = 200
        }

        package init(_ options: LoadOptions, values: [[String]]) throws {
            port = try options.integer("port")
            connections = try options.integer("connections", default: 64)
            method = options.text("method") ?? "GET"
            path = Template(try options.required("path"), values: values)
            headers = options.all("header").map { Template($0, values: values) }
            body = options.text("body").map { Template($0, values: values) }
            users = try options.integer("users", default: max(1, values.count))
            status = try options.integer("status", default: 200)
            distinct = options.text("distinct").map { Array($0.utf8) }
            occurrences = try options.all("occurs").map { text in
                let parts = text.split(separator: " ", maxSplits: 1)
                guard parts.count == 2, let count = Int(parts[0]) else {
                    throw LoadError(description: "--occurs is '\(text)'; expected a number, a space and a text")
                }
                return (Array(parts[1].utf8), count)
            }
            guard values.isEmpty || values.count >= users else {
                throw LoadError(description: "--values has \(values.count) lines for \(users) users")
            }
        }
    }

    private struct Line {
        var descriptor: CInt
        var sentAt: UInt64 = 0
        var isBusy = false
        var answer: [UInt8] = []
    }

    private let plan: Plan
    private let poller = Poller()
    private var lines: [Line] = []
    private var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    private var numbers: [Int]
    private var next = 0
    private var seen: Set<[UInt8]> = []
    /// From the first byte of a request to the last one of its answer.
    package var answers = Histogram()
    /// Right answers since the beginning.
    package private(set) var answered = 0
    /// Bytes of their bodies.
    package private(set) var bytes = 0

    package init(_ plan: Plan) throws {
        self.plan = plan
        numbers = Array(repeating: 0, count: plan.users)
        for number in 0..<plan.connections {
            lines.append(Line(descriptor: try Sockets.connect(port: plan.port, number: number)))
            var waiting = pollfd(fd: lines[number].descriptor, events: Int16(POLLOUT), revents: 0)
            guard poll(&waiting, 1, 5_000) == 1 else { throw LoadError.system("connect to port \(plan.port)") }
            poller.watch(lines[number].descriptor, as: number, writes: false, isNew: true)
        }
    }

    deinit {
        for line in lines { close(line.descriptor) }
        buffer.deallocate()
    }

    /// Sends requests until that instant or so many, and returns when all were answered; throws at a wrong answer.
    package func run(until end: UInt64 = .max, count: Int = .max) throws {
        var left = count
        for number in lines.indices where left > 0 {
            left -= 1
            try sendNext(number)
        }
        while lines.contains(where: \.isBusy) {
            try poller.wait(milliseconds: 100) { number, _ in
                guard try read(number) else { return }
                let now = monotonicNanoseconds()
                guard left > 0, now < end else { return }
                left -= 1
                try sendNext(number)
            }
            let now = monotonicNanoseconds()
            if let late = lines.first(where: { $0.isBusy && now > $0.sentAt + 30_000_000_000 }) {
                throw LoadError(description: "no answer within \((now - late.sentAt) / 1_000_000_000) s")
            }
        }
    }

    private func sendNext(_ number: Int) throws {
        let user = next % plan.users
        next += 1
        numbers[user] += 1
        let body = plan.body?.bytes(user: user, due: plan.due, number: numbers[user]) ?? []
        var request = Array(plan.method.utf8) + Array(" ".utf8)
        request += plan.path.bytes(user: user, due: plan.due, number: numbers[user])
        request += " HTTP/1.1\r\nHost: 127.0.0.1:\(plan.port)\r\n".utf8
        if plan.body != nil { request += "Content-Length: \(body.count)\r\n".utf8 }
        for header in plan.headers { request += header.bytes(user: user) + Array("\r\n".utf8) }
        request += Array("\r\n".utf8) + body
        lines[number].sentAt = monotonicNanoseconds()
        lines[number].isBusy = true
        let sent = send(lines[number].descriptor, request, request.count, Int32(MSG_NOSIGNAL))
        guard sent == request.count else { throw LoadError.system("send") }
    }

    /// Takes what has come; true when an answer is whole.
    private func read(_ number: Int) throws -> Bool {
        let count = recv(lines[number].descriptor, buffer.baseAddress, buffer.count, 0)
        guard count > 0 else {
            if count < 0, errno == EAGAIN { return false }
            throw LoadError(description: "the server closed a connection after \(answered) answers")
        }
        let fresh = UnsafeRawBufferPointer(rebasing: buffer[..<count])
        if lines[number].answer.isEmpty, try take(fresh, number) { return true }
        lines[number].answer += fresh
        guard lines[number].answer.count > count else { return false }
        let whole = lines[number].answer
        guard try whole.withUnsafeBytes({ try take($0, number) }) else { return false }
        lines[number].answer.removeAll(keepingCapacity: true)
        return true
    }

    /// Takes a whole answer; false when it is not whole.
    private func take(_ bytes: UnsafeRawBufferPointer, _ number: Int) throws -> Bool {
        guard let answer = try HTTPAnswer(bytes) else { return false }
        answers.add(monotonicNanoseconds() - lines[number].sentAt)
        lines[number].isBusy = false
        let body = UnsafeRawBufferPointer(rebasing: bytes[answer.body])
        guard answer.status == plan.status else {
            throw wrong("has status \(answer.status), not \(plan.status)", body)
        }
        for (text, count) in plan.occurrences {
            let found = ClosedLoop.count(of: text, in: body)
            guard found == count else {
                throw wrong("has \(String(decoding: text, as: UTF8.self)) \(found) times, not \(count)", body)
            }
        }
        if let mark = plan.distinct { try expectDistinct(after: mark, body) }
        answered += 1
        self.bytes += body.count
        return true
    }

    private func expectDistinct(after mark: [UInt8], _ body: UnsafeRawBufferPointer) throws {
        guard let place = body.place(of: mark) else {
            throw wrong("has no \(String(decoding: mark, as: UTF8.self))", body)
        }
        let value = Array(body[(place + mark.count)...].prefix { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "}") })
        guard seen.insert(value).inserted else {
            throw wrong("tells \(String(decoding: value, as: UTF8.self)), as another did", body)
        }
    }

    private func wrong(_ what: String, _ body: UnsafeRawBufferPointer) -> LoadError {
        LoadError(description: "an answer \(what): \(String(decoding: body.prefix(300), as: UTF8.self))")
    }

    private static func count(of text: [UInt8], in body: UnsafeRawBufferPointer) -> Int {
        var count = 0
        var rest = body
        while let place = rest.place(of: text) {
            count += 1
            rest = UnsafeRawBufferPointer(rebasing: rest[(place + text.count)...])
        }
        return count
    }
}
