internal import CivilTime
internal import NIOHTTP1
internal import SidecarRules

/// Orders faults and looks inside over HTTP, for tests in other processes.
struct EmulatorControl: Sendable {
    let emulator: DaprEmulator

    func answer(_ exchange: HTTPExchange) -> HTTPAnswer {
        guard let request = exchange.sidecarRequest else { return EmulatorControl.refusal(404, "unknown method") }
        let segments = request.segments
        switch (request.method, segments.first, segments.count) {
        case (.get, "topics", 1): return json(.array(emulator.topics.map(SidecarJSON.string)))
        case (.get, "topics", 2...): return json(events(on: segments[1...].joined(separator: "/")))
        case (.get, "jobs", 1): return json(.array(emulator.pendingJobs.map(told)))
        case (.get, "sidecars", 1): return json(.array(emulator.sidecars.map(told)))
        case (.post, "faults", 2): return order(segments[1], request.query)
        case (.post, "sidecars", 3): return change(segments[1], segments[2])
        default: return EmulatorControl.refusal(404, "no such path: \(exchange.path)")
        }
    }

    private func json(_ value: SidecarJSON) -> HTTPAnswer { HTTPAnswer(.json(value)) }

    static func refusal(_ status: Int, _ message: String) -> HTTPAnswer {
        HTTPAnswer(.json(.object(["message": .string(message)]), status: status))
    }

    // MARK: Inspection

    private func events(on topic: String) -> SidecarJSON {
        .array(
            emulator.events(on: topic).map { event in
                var members: [String: SidecarJSON] = [
                    "partition": .number("\(event.partition)"), "offset": .number("\(event.offset)"),
                    "event": SidecarJSON(event.bytes) ?? .string(Base64.encode(event.bytes)),
                ]
                members["key"] = event.key.map(SidecarJSON.string)
                return .object(members)
            })
    }

    private func told(_ job: PendingJob) -> SidecarJSON {
        .object([
            "app": .string(job.appID), "name": .string(job.name), "dueTime": .string(job.dueAt.rfc3339),
            "runs": .number("\(job.runs)"), "data": SidecarJSON(job.data) ?? .null,
        ])
    }

    private func told(_ sidecar: SidecarEndpoint) -> SidecarJSON {
        .object([
            "app": .string(sidecar.appID), "port": .number("\(sidecar.port)"), "isReady": .boolean(sidecar.isReady),
            "subscriptions": .number("\(sidecar.subscriptions.count)"),
        ])
    }

    // MARK: Orders

    private func order(_ name: String, _ query: [String: String]) -> HTTPAnswer {
        let count = query["count"].flatMap(Int.init) ?? 1
        let isOn = query["value"] != "false"
        let kind = query["kind"] ?? ""
        switch name {
        case "publishes":
            guard let fault = EmulatorFaults.Publish(rawValue: kind) else {
                return unknown(kind, EmulatorFaults.Publish.allCases.map(\.rawValue))
            }
            emulator.faults.strikePublishes(fault, topic: query["topic"], count: count)
        case "deliveries":
            guard let fault = EmulatorFaults.Delivery(rawValue: kind) else {
                return unknown(kind, EmulatorFaults.Delivery.allCases.map(\.rawValue))
            }
            emulator.faults.strikeDeliveries(fault, topic: query["topic"], count: count)
        case "writes":
            guard let fault = EmulatorFaults.State(rawValue: kind) else {
                return unknown(kind, EmulatorFaults.State.allCases.map(\.rawValue))
            }
            emulator.faults.strikeWrites(fault, count: count)
        case "state-down": emulator.faults.isStateDown = isOn
        case "scheduler-down": emulator.isSchedulerDown = isOn
        case "duplicate-triggers": emulator.duplicateTriggers(count)
        case "redeliver-last-second":
            for topic in query["topic"].map({ [$0] }) ?? emulator.topics { emulator.redeliverLastSecond(of: topic) }
        case "clear": emulator.faults.clear()
        default: return EmulatorControl.refusal(404, "no such fault: \(name)")
        }
        return HTTPAnswer(status: 204)
    }

    private func unknown(_ kind: String, _ known: [String]) -> HTTPAnswer {
        EmulatorControl.refusal(400, "kind '\(kind)' is none of \(known.joined(separator: ", "))")
    }

    private func change(_ appID: String, _ what: String) -> HTTPAnswer {
        let sidecars = emulator.sidecars.filter { $0.appID == appID }
        guard !sidecars.isEmpty else { return EmulatorControl.refusal(404, "no sidecar of '\(appID)'") }
        for endpoint in sidecars {
            switch what {
            case "hold-back": endpoint.isHeldBack = true
            case "release": endpoint.isHeldBack = false
            case "stop": endpoint.sidecar.stopping.open()
            case "kill": endpoint.sidecar.killed.open()
            default: return EmulatorControl.refusal(404, "no such order: \(what)")
            }
        }
        return HTTPAnswer(status: 204)
    }
}

/// The port at which an emulator takes orders.
public struct ControlEndpoint: Sendable {
    let listener: HTTPListener
    let emulator: DaprEmulator

    /// Listens on that port, 0 for a free one; throws `EmulatorError` when it is taken.
    public init(_ emulator: DaprEmulator, port: Int = 0) async throws {
        self.emulator = emulator
        listener = try await HTTPListener(host: emulator.core.settings.host, port: port)
    }

    /// The port.
    public var port: Int { listener.port }

    /// Takes orders until the task is cancelled.
    public func run() async {
        try? await listener.run(bodyLimit: 0) { EmulatorControl(emulator: emulator).answer($0) }
    }

    /// Gives the port up without having run.
    public func discard() async {
        await listener.discard()
    }
}
