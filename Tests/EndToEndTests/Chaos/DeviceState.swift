/// What a device knows: its copy of the tasks, where it is in the stream, and what it has asked.
///
/// It notes a fault wherever the stream or an answer is not as the protocol promises.
struct DeviceState: Sendable {
    /// A command that was sent, or is to be, with what is known of it.
    struct Pending: Sendable {
        let name: String
        let message: JSON
        var isShown = true
        var isAnswered = false
        var isUnderWay = false
        var change: Int?
    }

    let userID: String
    private(set) var tasks: [Int: JSON] = [:]
    private var gone: Set<Int> = []
    private(set) var position: JSON = .null
    /// True while the tasks are read anew; what comes meanwhile waits.
    private(set) var isLoading = false
    private(set) var mustLoad = false
    private var waiting: [JSON] = []
    private(set) var isGreeted = false
    private var mustBeToldToRefetch = false
    var pending: [Pending] = []
    /// Commands so far.
    var writes = 0
    private var dropped: Set<String> = []
    private(set) var accepted: [(name: String, answer: JSON)] = []
    private(set) var faults: [String] = []
    private(set) var counts = DeviceCounts()

    init(userID: String) {
        self.userID = userID
    }

    var sequence: Int { position["seq"].integer ?? 0 }
    var isAtRest: Bool { pending.isEmpty && !isLoading && position != .null }

    mutating func connected() {
        isGreeted = false
        mustBeToldToRefetch = false
        counts.connections += 1
        for index in pending.indices { pending[index].isUnderWay = false }
    }

    mutating func fault(_ text: String) { faults.append(text) }

    mutating func noteLag() { counts.lags += 1 }

    mutating func take(_ message: JSON) {
        let place = message["position"]
        switch message["type"].string {
        case "ready": greet(place)
        case "must_refetch":
            counts.refetches += 1
            mustBeToldToRefetch = false
            beginLoading(at: place)
        case "event": take(event: message, at: place)
        case "caught_up":
            if place != position { fault("caught up at \(place) while at \(position)") }
        case "accepted": takeAnswer(message, isAccepted: true)
        case "refused": takeAnswer(message, isAccepted: false)
        case "presence":
            if message["connections"].integer ?? 0 < 1 { fault("nobody is there: \(message)") }
        default: fault("an unknown message: \(message)")
        }
    }

    private mutating func greet(_ place: JSON) {
        isGreeted = true
        if position == .null {
            beginLoading(at: place)
        } else if place != position {
            // Another place than ours is right only where we are told to read anew.
            mustBeToldToRefetch = true
        }
    }

    private mutating func beginLoading(at place: JSON) {
        position = place
        isLoading = true
        mustLoad = true
        waiting = []
    }

    private mutating func take(event: JSON, at place: JSON) {
        counts.events += 1
        if mustBeToldToRefetch { fault("resumed elsewhere than at \(position)") }
        if place["epoch"] != position["epoch"] { fault("an event of another history: \(place)") }
        let next = place["seq"].integer ?? 0
        if next != sequence + 1 { fault("change \(next) came after \(sequence)") }
        if event["data"]["user_id"].string != userID { fault("an event of \(event["data"]["user_id"])") }
        position = place
        if isLoading { waiting.append(event) } else { apply(event) }
        if let name = event["data"]["mutation_id"].string { recognise(name) }
    }

    private mutating func apply(_ event: JSON) {
        let changes = event["data"]["changes"]
        let task = changes["task"]
        if let id = task["id"].integer {
            if task["user_id"].string != userID { fault("a task of \(task["user_id"])") }
            let known = tasks[id]?["version"].integer ?? 0
            if !gone.contains(id), known <= task["version"].integer ?? 0 { tasks[id] = task }
        }
        if changes["deleted"] == true, let id = event["data"]["task_id"].integer {
            gone.insert(id)
            tasks[id] = nil
        }
    }

    /// The tasks that were read anew, after the position was.
    mutating func load(_ snapshot: [JSON]) {
        for task in snapshot where task["user_id"].string != userID {
            fault("a list with a task of \(task["user_id"])")
        }
        let kept = snapshot.filter { !gone.contains($0["id"].integer ?? 0) }
        tasks = Dictionary(kept.map { ($0["id"].integer ?? 0, $0) }) { $1 }
        isLoading = false
        mustLoad = false
        for event in waiting { apply(event) }
        waiting = []
        dropReached()
    }

    // Commands.

    /// The commands to send now; at most eight wait for an answer.
    mutating func takeNext() -> [JSON] {
        guard isGreeted else { return [] }
        var messages: [JSON] = []
        var underWay = pending.count { $0.isUnderWay }
        for index in pending.indices where !pending[index].isAnswered && !pending[index].isUnderWay && underWay < 8 {
            pending[index].isUnderWay = true
            underWay += 1
            messages.append(pending[index].message)
        }
        return messages
    }

    private mutating func takeAnswer(_ message: JSON, isAccepted: Bool) {
        let name = message["mutation_id"].string ?? ""
        guard let index = pending.firstIndex(where: { $0.name == name }) else {
            return fault("an answer to \(name), which asked for none")
        }
        guard isAccepted else {
            if message["problem"]["code"] == "unavailable" {
                pending[index].isUnderWay = false
            } else {
                counts.refusals += 1
                if pending[index].isShown { drop(name) }
                pending.remove(at: index)
                if !DeviceState.foreseenRefusals.contains(message["problem"]["code"].string ?? "") {
                    fault("refused: \(message["problem"])")
                }
            }
            return
        }
        accepted.append((name, message))
        pending[index].isAnswered = true
        pending[index].isUnderWay = false
        pending[index].change = message["position"]["seq"].integer
        if !pending[index].isShown { pending.remove(at: index) }
        if !isLoading { dropReached() }
    }

    /// Another device may have deleted the task meanwhile.
    private static let foreseenRefusals: Set = ["not_found"]

    private mutating func recognise(_ name: String) {
        guard let index = pending.firstIndex(where: { $0.name == name }), pending[index].isShown else { return }
        drop(name)
        pending[index].isShown = false
        if pending[index].isAnswered { pending.remove(at: index) }
    }

    private mutating func dropReached() {
        for command in pending where command.isShown && command.isAnswered && command.change ?? 0 <= sequence {
            drop(command.name)
            pending.removeAll { $0.name == command.name }
        }
    }

    private mutating func drop(_ name: String) {
        counts.copies += 1
        if !dropped.insert(name).inserted { fault("the copy of \(name) is dropped twice") }
    }
}

/// What a device went through.
struct DeviceCounts: Sendable {
    var connections = 0
    var events = 0
    var refetches = 0
    var lags = 0
    var copies = 0
    var refusals = 0

    static func + (one: DeviceCounts, other: DeviceCounts) -> DeviceCounts {
        DeviceCounts(
            connections: one.connections + other.connections, events: one.events + other.events,
            refetches: one.refetches + other.refetches, lags: one.lags + other.lags, copies: one.copies + other.copies,
            refusals: one.refusals + other.refusals)
    }
}
