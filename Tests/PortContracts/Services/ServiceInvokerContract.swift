public import ServicePorts

/// What every `ServiceInvoker` with its `ServiceHost` promises.
public struct ServiceInvokerContract: Sendable {
    /// The calling side under test.
    public let invoker: any ServiceInvoker
    /// The serving side under test.
    public let host: any ServiceHost
    /// The clock by which calls time out.
    public let clock: any WallClock
    /// Application id under which the methods are served.
    public let service: String

    /// A suite over that pair.
    public init(
        invoker: any ServiceInvoker, host: any ServiceHost, clock: any WallClock, service: String = "contract-service"
    ) {
        self.invoker = invoker
        self.host = host
        self.clock = clock
        self.service = service
    }

    /// Every promise.
    public static let cases: [ContractCase<ServiceInvokerContract>] = [
        .init("a call gets its typed answer") { try await $0.answers() },
        .init("concurrent calls get each their own answer") { try await $0.answersConcurrently() },
        .init("a refusal reaches the caller with its code and message") { try await $0.refuses() },
        .init("a handler's other error fails the call instead of answering it") { try await $0.failsOnOtherErrors() },
        .init("a call without an answer in time fails as a timeout that names the method") { try await $0.timesOut() },
        .init("a call of a method that nobody serves fails as unavailable") { try await $0.isUnavailable() },
    ]
}

/// The request that the suite sends.
private struct Question: Codable, Sendable {
    var number: Int
    var text: String
}

/// The answer that the suite expects.
private struct Answer: Codable, Sendable, Equatable {
    var doubled: Int
    var echo: String?
}

extension ServiceInvokerContract {
    /// Long enough that an answer always arrives in time.
    private var patience: Duration { .seconds(60) }

    private func method(_ name: String) -> ServiceMethod<Question, Answer> {
        ServiceMethod(service: service, name: name)
    }

    /// Calls the method and demands an `InvocationError`.
    private func failure(of name: String, timeout: Duration) async throws -> InvocationError {
        try await requireError(InvocationError.self, "call of '\(name)'") {
            _ = try await invoker.invoke(method(name), Question(number: 1, text: ""), timeout: timeout)
        }
    }

    func answers() async throws {
        try await host.serve(method("double")) { question in
            Answer(doubled: question.number * 2, echo: question.text.isEmpty ? nil : question.text)
        }
        let full = try await invoker.invoke(method("double"), Question(number: 21, text: "ünïcode"), timeout: patience)
        try require(full == Answer(doubled: 42, echo: "ünïcode"), "answered \(full)")
        let empty = try await invoker.invoke(method("double"), Question(number: -1, text: ""), timeout: patience)
        try require(empty == Answer(doubled: -2, echo: nil), "answered \(empty)")
    }

    func answersConcurrently() async throws {
        let clock = clock
        try await host.serve(method("slow-double")) { question in
            try await clock.sleep(for: .milliseconds(question.number % 3))
            return Answer(doubled: question.number * 2)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask {
                    let question = Question(number: number, text: "")
                    let answer = try await invoker.invoke(method("slow-double"), question, timeout: patience)
                    try require(answer.doubled == number * 2, "asked \(number), answered \(answer)")
                }
            }
            try await group.waitForAll()
        }
    }

    func refuses() async throws {
        let refusal = ServiceFailure(code: "not_found", message: "no task 7; ask for one of yours")
        try await host.serve(method("refuse")) { _ in throw refusal }
        let error = try await failure(of: "refuse", timeout: patience)
        try require(error == .refused(refusal), "expected the refusal, got \(error)")
    }

    func failsOnOtherErrors() async throws {
        try await host.serve(method("break")) { _ in throw ContractViolation("an error that is no ServiceFailure") }
        let error = try await failure(of: "break", timeout: patience)
        if case .timeout = error { throw ContractViolation("a handler's error showed as a timeout") }
    }

    func timesOut() async throws {
        let clock = clock
        try await host.serve(method("stall")) { _ in
            try await clock.sleep(for: .seconds(3_600))
            return Answer(doubled: 0)
        }
        let error = try await failure(of: "stall", timeout: .milliseconds(200))
        try require(error == .timeout(service: service, method: "stall"), "expected a timeout, got \(error)")
    }

    func isUnavailable() async throws {
        let error = try await failure(of: "nobody-serves-this", timeout: patience)
        guard case .unavailable(let message) = error else {
            throw ContractViolation("expected unavailable, got \(error)")
        }
        try require(!message.isEmpty, "unavailable without a message")
    }
}
