internal import CivilTime
internal import Logging
internal import Metrics
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts
internal import TodoServices

/// Carries out the commands of sockets, one after the other for each, and answers them on the socket.
struct SocketCommands: Sendable {
    let desk: CommandDesk
    let zones: any ZoneDatabase
    let random: any RandomSource
    let logger: Logger

    /// Reads and carries out a command; the answer is what the client is told.
    func answer(_ mutationID: String, _ message: JSONValue, of user: UserID) async -> RealtimeFrame {
        let correlationID = random.identifier()
        var answer: CommandAnswer
        do {
            let command = try SocketCommand(message, zones: zones)
            let request = PerformCommand(
                userID: user, command: command.command, mutationID: mutationID, sourceClient: command.sourceClient,
                correlationID: correlationID, expectedVersion: command.expectedVersion)
            answer = try await perform(request)
        } catch {
            let problem = error as? Problem ?? Problem(serviceError: error) ?? .unforeseen
            if problem == .unforeseen {
                logger.error(
                    "command failed", metadata: ["correlation_id": "\(correlationID)", "error": "\(error)"])
            }
            answer = .refused(problem: SocketCommands.document(problem, correlationID))
        }
        Counter(label: "websocket_commands", dimensions: [("outcome", answer.word)]).increment()
        return RealtimeFrame(.answered(mutationID: mutationID, answer))
    }

    /// The refusal of any command of a client whose token is over.
    func refusal(of mutationID: String, _ problem: Problem) -> RealtimeFrame {
        let document = SocketCommands.document(problem, random.identifier())
        return RealtimeFrame(.answered(mutationID: mutationID, .refused(problem: document)))
    }

    private func perform(_ request: PerformCommand) async throws -> CommandAnswer {
        switch await desk.perform(request) {
        case .refused(let refusal): throw refusal
        case .accepted(let outcome, let change):
            return .accepted(change, result: try CommandResult.json(of: request.command, outcome))
        }
    }

    private static func document(_ problem: Problem, _ correlationID: String) -> JSONValue {
        let document = ProblemDocument(problem, instance: RealtimeFrontDoor.path, correlationID: correlationID)
        return (try? JSONReader.read(document.bytes)) ?? .null
    }
}

extension CommandAnswer {
    fileprivate var word: String {
        switch self {
        case .accepted: "accepted"
        case .refused: "refused"
        }
    }
}
