internal import BenchmarkSupport
internal import DaprAdapters
internal import DaprHTTP
internal import ServicePorts

/// One turn of all measurements, with a topic of its own.
struct MeasuredTurn {
    private static let count = 60_000
    private static let singleCount = 10_000
    /// As many as the sidecar's topics have partitions, each of which waits for its answer.
    private static let deliverers = 12

    private let topic: Topic<Measured>
    private let sidecar: String
    private let applications: [Int]
    private let figures: Figures
    private let events = Measured.events(count)
    private let clock = ContinuousClock()

    /// A turn with that sidecar, which calls applications at three ports.
    init(topic: String, sidecar: String, applications: [Int], figures: Figures) {
        self.topic = Topic(topic)
        self.sidecar = sidecar
        self.applications = applications
        self.figures = figures
    }

    // MARK: Publishing

    /// Leaves every event on the sidecar's topic.
    func publish() async throws {
        let server = try Child(["serve-bare", "0", "\(MeasuredTurn.count)", topic.name])
        let port = await server.line()
        let plain = "http://127.0.0.1:\(port)"
        try await publish(events, "publish 100 a call", perCall: 100, callers: 8, beside: plain)
        let few = Array(events.prefix(MeasuredTurn.singleCount))
        try await publish(few, "publish 1 a call", perCall: 1, callers: 64, beside: plain)
        server.end()
    }

    private func publish(
        _ events: [CloudEvent<Measured>], _ group: String, perCall: Int, callers: Int, beside plain: String
    ) async throws {
        // Single events are not for those who read the topic afterwards.
        let topic = perCall > 1 ? topic : Topic("single")
        let recording = RecordingTransport()
        let bus = bus(over: recording)
        let adapting = try await clock.measure {
            try await Publishing(bus).publish(events, to: topic, perCall: perCall, callers: 1)
        }
        let encoding = try clock.measure { for event in events { _ = try topic.encode(event) } }
        let client = PlainClient()
        figures.note(
            "\(group): plain HTTP, the same requests, \(callers) callers",
            try await client.send(recording.requests, to: plain, callers: callers), events.count)
        try await client.shutDown()
        for (name, url) in [("the bus, to the same server", plain), ("the bus, to the emulator", sidecar)] {
            let transport = HTTPDaprTransport(DaprEndpoint(url: url))
            let publishing = Publishing(self.bus(over: transport))
            figures.note(
                "\(group): \(name)",
                try await clock.measure {
                    try await publishing.publish(events, to: topic, perCall: perCall, callers: callers)
                }, events.count)
            try await transport.shutdown()
        }
        figures.note("\(group): of which the bus without HTTP, one caller", adapting, events.count)
        figures.note("\(group): of which encoding JSON, alone", encoding, events.count)
    }

    private func bus(over transport: any DaprTransport) -> DaprEventBus {
        DaprEventBus(transport: transport, callbacks: DaprCallbacks(), clock: SystemClock())
    }

    // MARK: Consuming

    /// Has every event of the topic brought to three applications, one after the other.
    func consume() async throws {
        let group = "consume"
        let bodies = try events.map(delivered)
        let bare = try await consume(bodies, ["serve-bare", "\(applications[0])", "\(MeasuredTurn.count)", topic.name])
        figures.note(
            "\(group): plain HTTP, the same deliveries, \(MeasuredTurn.deliverers) callers", bare.plain,
            MeasuredTurn.count)
        let application = ["serve-application", "\(applications[1])", "\(MeasuredTurn.count)", topic.name]
        let handled = try await consume(bodies, application + ["0"])
        figures.note("\(group): plain HTTP to the subscription, decoded and handled", handled.plain, MeasuredTurn.count)
        figures.note("\(group): the emulator to the subscription, likewise", handled.sidecar, MeasuredTurn.count)
        figures.note("\(group): the emulator to a server that does nothing", bare.sidecar, MeasuredTurn.count)
        let bulk = try Child(["serve-application", "\(applications[2])"] + application.dropFirst(2) + ["100"])
        _ = await bulk.line()
        figures.note(
            "\(group): the emulator to the subscription, in bulk of 100", try await bulk.duration(), MeasuredTurn.count)
        bulk.end()
        let decoding = try clock.measure { for body in bodies { _ = try topic.decode(body) } }
        figures.note("\(group): of which decoding JSON, alone", decoding, MeasuredTurn.count)
    }

    /// What a child needs for the sidecar's deliveries and then for the same ones over plain HTTP.
    private func consume(
        _ bodies: [[UInt8]], _ arguments: [String]
    ) async throws -> (sidecar: Duration, plain: Duration) {
        let child = try Child(arguments)
        let port = await child.line()
        let sidecar = try await child.duration()
        let client = PlainClient()
        let path = DaprCallbackSettings().path(ofTopic: topic.name, group: MeasuredApplication.group)
        let requests = zip(events, bodies).map { event, body in
            DaprRequest(.post, path, headers: deliveryHeaders(of: event), body: body)
        }
        _ = try await client.send(requests, to: "http://127.0.0.1:\(port)", callers: MeasuredTurn.deliverers)
        let plain = try await child.duration()
        try await client.shutDown()
        child.end()
        return (sidecar, plain)
    }

    /// The event with what a sidecar adds.
    private func delivered(_ event: CloudEvent<Measured>) throws -> [UInt8] {
        let added = """
            ,"pubsubname":"bus","topic":"\(topic.name)","traceid":"","traceparent":"","tracestate":""}
            """
        return try topic.encode(event).dropLast() + Array(added.utf8)
    }

    private func deliveryHeaders(of event: CloudEvent<Measured>) -> [String: String] {
        [
            "content-type": "application/cloudevents+json", "pubsubname": "bus", "traceparent": noTrace,
            "tracestate": "", "partitionkey": event.partitionKey, "__key": event.partitionKey, "__topic": topic.name,
            "__partition": "0", "__offset": "\(event.sequence)", "__timestamp": "1774785600000",
        ]
    }
}

/// What a sidecar sends for events that nobody traced.
private let noTrace = "00-00000000000000000000000000000000-0000000000000000-00"
