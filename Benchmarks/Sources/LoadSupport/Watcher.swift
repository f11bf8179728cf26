import CEpoll
import Glibc

/// What the sockets saw since the beginning of a step.
package struct Sightings {
    package var latencies = Histogram()
    package var received = 0
    package var repeated = 0
    /// Events that came after a later one, or that one was left out before.
    package var outOfOrder = 0
    /// Events that came before they were due.
    package var early = 0
    package var bytes = 0
    package var lastAt: UInt64 = 0

    package init() {}
}

/// Opens many WebSockets, and checks and times what each of them is sent, on one thread.
package final class Watcher {
    private struct Socket {
        var descriptor: CInt
        let user: Int
        var isOpen = false
        var isReady = false
        var lastNumber = 0
        /// All that came, where they have no order.
        var seen: Set<Int> = []
        /// Bytes of a frame or of the handshake that are not whole yet.
        var carried: [UInt8] = []
    }

    package struct Plan {
        package var port: Int
        package var path: Template
        package var headers: [Template] = []
        /// What each socket says first; nil for nothing.
        package var greeting: Template?
        /// A text in the message after which a socket is ready; nil when it is as soon as it is open.
        package var readyMark: [UInt8]?
        /// A text that only messages which count have; nil when all with a mark count.
        package var eventMark: [UInt8]?
        /// True when a user's events come in the order of their numbers, each once.
        package var isOrdered = true
        package var users: Int
        package var socketsPerUser: Int
        /// Handshakes under way at the same time.
        package var mostPending = 256
        /// A text in each message that tells of a change which a socket missed while it was away.
        package var missedMark: [UInt8]?

        package init(port: Int, path: Template, users: Int, socketsPerUser: Int) {
            self.port = port
            self.path = path
            self.users = users
            self.socketsPerUser = socketsPerUser
        }
    }

    private static let endOfHead = Array("\r\n\r\n".utf8)
    private static let upgraded = Array("HTTP/1.1 101".utf8)

    private let plan: Plan
    private let poller = Poller()
    private var sockets: [Socket] = []
    private var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    package private(set) var open = 0
    package private(set) var ready = 0
    package private(set) var lost = 0
    /// Why sockets were lost, and how many of them.
    private var losses: [String: Int] = [:]
    package var sightings = Sightings()
    /// From the first byte to an open socket.
    package private(set) var handshakes = Histogram()
    /// From the first byte to a socket that has all that it missed.
    package private(set) var readiness = Histogram()
    /// Missed changes that sockets were told of before they were ready.
    package private(set) var replayed = 0
    private var begunAt: [UInt64] = []

    package init(_ plan: Plan) {
        self.plan = plan
    }

    deinit {
        for socket in sockets where socket.descriptor >= 0 { close(socket.descriptor) }
        buffer.deallocate()
    }

    /// Opens all sockets; returns once all are ready, throws when some are not in time.
    package func openAll(timeoutSeconds: Int) throws {
        let total = plan.users * plan.socketsPerUser
        let end = monotonicNanoseconds() + UInt64(timeoutSeconds) * 1_000_000_000
        while ready < total {
            while sockets.count < total, sockets.count - open - lost < plan.mostPending { try openNext() }
            try turn(milliseconds: 100)
            guard monotonicNanoseconds() < end else {
                let reasons = losses.sorted { $0.key < $1.key }.map { "\($0.value) by \($0.key)" }
                throw LoadError(
                    description: "only \(ready) of \(total) sockets are ready, \(lost) were lost"
                        + (lost > 0 ? ": " + reasons.joined(separator: ", ") : ""))
            }
        }
    }

    /// Takes what has come, waiting for it at most so long.
    package func turn(milliseconds: Int32) throws {
        try poller.wait(milliseconds: milliseconds) { number, canWrite in
            if canWrite, !sockets[number].isOpen { greet(number) }
            try read(number)
        }
    }

    private func openNext() throws {
        let number = sockets.count
        let descriptor = try Sockets.connect(port: plan.port, number: number)
        sockets.append(Socket(descriptor: descriptor, user: number % plan.users))
        begunAt.append(monotonicNanoseconds())
        poller.watch(descriptor, as: number, writes: true, isNew: true)
    }

    /// Sends the handshake; the socket has just been connected, so that there is room.
    private func greet(_ number: Int) {
        let user = sockets[number].user
        var request = Array("GET ".utf8) + plan.path.bytes(user: user)
        request += " HTTP/1.1\r\nHost: 127.0.0.1:\(plan.port)\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n".utf8
        request += "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==\r\n".utf8
        for header in plan.headers { request += header.bytes(user: user) + Array("\r\n".utf8) }
        write(request + Array("\r\n".utf8), number)
        poller.watch(sockets[number].descriptor, as: number, writes: false, isNew: false)
    }

    private func write(_ bytes: [UInt8], _ number: Int) {
        let sent = send(sockets[number].descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        if sent != bytes.count { lose(number, "a write that failed") }
    }

    private func lose(_ number: Int, _ reason: String) {
        guard sockets[number].descriptor >= 0 else { return }
        losses[reason, default: 0] += 1
        close(sockets[number].descriptor)
        sockets[number].descriptor = -1
        lost += 1
        if sockets[number].isOpen { open -= 1 }
        if sockets[number].isReady { ready -= 1 }
    }

    private func read(_ number: Int) throws {
        while sockets[number].descriptor >= 0 {
            let count = recv(sockets[number].descriptor, buffer.baseAddress, buffer.count, 0)
            guard count > 0 else {
                if count == 0 { lose(number, sockets[number].isOpen ? "an end" : "an end before the handshake's") }
                if count < 0, errno != EAGAIN { lose(number, String(cString: strerror(errno))) }
                return
            }
            let now = monotonicNanoseconds()
            let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
            if sockets[number].carried.isEmpty {
                take(bytes, number, now)
            } else {
                let whole = sockets[number].carried + bytes
                sockets[number].carried = []
                whole.withUnsafeBytes { take($0, number, now) }
            }
            if count < buffer.count { return }
        }
    }

    private func take(_ bytes: UnsafeRawBufferPointer, _ number: Int, _ now: UInt64) {
        var place = 0
        if !sockets[number].isOpen {
            guard let end = bytes.place(of: Watcher.endOfHead) else {
                sockets[number].carried = Array(bytes)
                return
            }
            guard bytes.starts(with: Watcher.upgraded) else {
                return lose(number, String(decoding: bytes.prefix { $0 != 13 }, as: UTF8.self))
            }
            place = end + 4
            sockets[number].isOpen = true
            open += 1
            handshakes.add(now - begunAt[number])
            if let greeting = plan.greeting { write(Frame.text(greeting.bytes(user: sockets[number].user)), number) }
            if plan.readyMark == nil { markReady(number) }
        }
        while sockets[number].descriptor >= 0, let frame = Frame(bytes, at: place) {
            take(frame, UnsafeRawBufferPointer(rebasing: bytes[frame.payload]), number, now)
            place = frame.payload.upperBound
        }
        if place < bytes.count { sockets[number].carried = Array(bytes[place...]) }
    }

    private func markReady(_ number: Int) {
        guard !sockets[number].isReady else { return }
        sockets[number].isReady = true
        ready += 1
        readiness.add(monotonicNanoseconds() - begunAt[number])
    }

    private func take(_ frame: Frame, _ payload: UnsafeRawBufferPointer, _ number: Int, _ now: UInt64) {
        switch frame.opcode {
        case 1:
            guard let mark = Mark(payload) else {
                if let missed = plan.missedMark, payload.place(of: missed) != nil { replayed += 1 }
                if let ready = plan.readyMark, payload.place(of: ready) != nil { markReady(number) }
                return
            }
            if let event = plan.eventMark, payload.place(of: event) == nil { return }
            note(mark, payload.count, number, now)
        case 8: lose(number, "code \(payload.prefix(2).reduce(0) { $0 * 256 + Int($1) })")
        case 9: write(Frame.pong(payload), number)
        default: break
        }
    }

    private func note(_ mark: Mark, _ bytes: Int, _ number: Int, _ now: UInt64) {
        sightings.received += 1
        sightings.bytes += bytes
        sightings.lastAt = now
        sightings.latencies.add(now > mark.due ? now - mark.due : 0)
        if now < mark.due { sightings.early += 1 }
        guard plan.isOrdered else {
            if !sockets[number].seen.insert(mark.number).inserted { sightings.repeated += 1 }
            return
        }
        let last = sockets[number].lastNumber
        if mark.number == last { sightings.repeated += 1 }
        if mark.number != last + 1 { sightings.outOfOrder += 1 }
        sockets[number].lastNumber = max(last, mark.number)
    }
}
