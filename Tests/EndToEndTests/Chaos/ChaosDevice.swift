import Foundation
import Synchronization

/// One device of a user that connects, writes, lags, drops without a word and resumes, until it is told to be calm.
final class ChaosDevice: Sendable {
    let user: User
    private let number: Int
    private let state: Mutex<DeviceState>
    private let chance: Mutex<SeededChance>
    private let calm: Atomic<Bool> = Atomic(false)
    private let over: Atomic<Bool> = Atomic(false)

    init(_ user: User, number: Int) {
        self.user = user
        self.number = number
        state = Mutex(DeviceState(userID: user.id))
        chance = Mutex(SeededChance(seed: UInt64(number) &* 0x9E37_79B9_7F4A_7C15))
    }

    var known: DeviceState { state.withLock { $0 } }
    private var isCalm: Bool { calm.load(ordering: .relaxed) }
    private var isOver: Bool { over.load(ordering: .relaxed) }

    /// From now on it writes nothing and leaves only when the other end does.
    func calmDown() { calm.store(true, ordering: .relaxed) }
    func end() { over.store(true, ordering: .relaxed) }

    func run() async {
        while !isOver, !Task.isCancelled {
            if draw(0..<2) == 0 { user.doors.leaveSocket() }
            if let socket = try? await connect() {
                await converse(socket)
                if let code = socket.closing?.code, code >= 4500 {
                    state.withLock { $0.fault("told to stop: \(socket.closing?.reason ?? "")") }
                }
                await socket.disconnect()
            } else {
                user.doors.leaveSocket()
            }
            await pause(milliseconds: isCalm ? 100 : draw(50..<1_000))
        }
    }

    private func connect() async throws -> WebSocketClient {
        state.withLock { $0.connected() }
        let position = known.position
        return try await user.watch(from: position == .null ? nil : position) { [self] message in
            state.withLock { $0.take(message.json) }
        }
    }

    private func converse(_ socket: WebSocketClient) async {
        var leaveAfter = draw(10..<200)
        var writeAfter = draw(0..<30)
        while socket.closing == nil, !isOver, isCalm || leaveAfter > 0 {
            if known.mustLoad { await load() }
            if !isCalm {
                leaveAfter -= 1
                writeAfter -= 1
                if writeAfter <= 0, known.isGreeted {
                    write()
                    writeAfter = draw(10..<70)
                }
                if draw(0..<150) == 0 { await lag(socket) }
            }
            for message in state.withLock({ $0.takeNext() }) { try? await socket.send(message) }
            await pause(milliseconds: 100)
        }
    }

    private func load() async {
        guard let tasks = try? await user.tasks() else { return }
        state.withLock { $0.load(tasks) }
    }

    /// Reads nothing for a while, so that what is sent piles up on the way.
    private func lag(_ socket: WebSocketClient) async {
        state.withLock { $0.noteLag() }
        await socket.setReading(false)
        await pause(milliseconds: draw(500..<3_000))
        await socket.setReading(true)
    }

    private func write() {
        let drawn = draw(0..<100)
        state.withLock { state in
            guard !state.isLoading, state.pending.count < 8 else { return }
            state.writes += 1
            let name = "device-\(number)-\(state.writes)"
            var message: [String: JSON] = [
                "type": "command", "mutation_id": .string(name), "source_client": "mobile",
            ]
            let ids = state.tasks.keys.sorted()
            let id = ids.isEmpty ? nil : ids[drawn % ids.count]
            switch (drawn, id) {
            case (0..<40, _), (_, nil):
                message["command"] = "create"
                message["input"] = ["title": .string(name), "priority": "low"]
            case (40..<60, let id?):
                message["command"] = "toggle"
                message["task_id"] = .number(Double(id))
            case (60..<80, let id?):
                message["command"] = "update"
                message["task_id"] = .number(Double(id))
                message["input"] = ["description": .string("بدلا ہوا \(name)")]
            case (_, let id?):
                message["command"] = "delete"
                message["task_id"] = .number(Double(id))
            }
            state.pending.append(.init(name: name, message: .object(message)))
        }
    }

    private func draw(_ range: Range<Int>) -> Int {
        chance.withLock { Int.random(in: range, using: &$0) }
    }

    private func pause(milliseconds: Int) async {
        try? await Task.sleep(for: .milliseconds(milliseconds))
    }
}

/// Chance that is the same for the same seed.
struct SeededChance: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
