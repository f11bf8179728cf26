import ServicePorts
import Testing
import TodoDomain
import TodoPorts

@testable import TodoServices

@Suite("The desk for commands over connections")
struct CommandDeskTests {
    private let bench = TaskBench()
    private let invoker = ScriptedInvoker()
    private let desk: CommandDesk

    init() async throws {
        desk = CommandDesk(
            invoker: invoker, clock: bench.clock,
            settings: .init(mostAttempts: 3, pauses: .init(firstPause: .zero, longestPause: .zero)))
        try await bench.service.serveMethods(on: invoker)
    }

    private func request(_ command: TaskCommand, _ name: String, of user: UserID = TaskBench.sara) -> PerformCommand {
        PerformCommand(
            userID: user, command: command, mutationID: name, sourceClient: .mobile, correlationID: "c-\(name)")
    }

    @Test("a command is carried out, and its update says which command made it")
    func carriedOut() async throws {
        let answer = await desk.perform(request(.create(try bench.input(#"{"title": "a"}"#)), "m-1"))
        guard case .accepted(let outcome, let position?) = answer else {
            Issue.record("\(answer)")
            return
        }
        #expect(position == StreamPosition(epoch: "epoch-1", sequence: 1))
        #expect(outcome.task?.title == "a")
        let update = try #require(bench.outbox.taskUpdates.last)
        #expect(update.data.mutationID == "m-1")
        #expect(update.data.sourceClient == .mobile)
        #expect(update.data.correlationID == "c-m-1")
    }

    @Test("REST's key names the command as well; what services do has no name")
    func restKey() async throws {
        let task = try await bench.create(#"{"title": "a"}"#, bench.context(key: "k-1"))
        try await bench.perform(.toggle(task.id))
        try await bench.perform(.toggle(task.id), bench.context(key: "k-2", actor: .service("recurring-task-service")))
        #expect(bench.outbox.taskUpdates.map(\.data.mutationID) == ["k-1", nil, nil])
    }

    @Test("a command that is sent again, over the socket or as a request, has one effect and the same answer")
    func sentAgain() async throws {
        let input = try bench.input(#"{"title": "a"}"#)
        let first = await desk.perform(request(.create(input), "m-1"))
        #expect(await desk.perform(request(.create(input), "m-1")) == first)
        let overREST = try await bench.perform(.create(input), bench.context(key: "m-1"))
        guard case .accepted(overREST, _) = first else {
            Issue.record("\(first)")
            return
        }
        #expect(bench.state().tasks.count == 1)
        let other = await desk.perform(request(.create(try bench.input(#"{"title": "b"}"#)), "m-1"))
        #expect(other == .refused(.idempotencyKeyReused))
        let stranger = await desk.perform(request(.create(input), "m-1", of: UserID("omar")))
        guard case .accepted(let outcome, _) = stranger else {
            Issue.record("\(stranger)")
            return
        }
        #expect(outcome.task?.userID == UserID("omar"), "names are each user's own")
    }

    @Test("where no answer comes the command is asked again, and the client is told when none comes at all")
    func noAnswer() async throws {
        let create = request(.create(try bench.input(#"{"title": "a"}"#)), "m-1")
        invoker.failNext(.timeout(service: "backend-service", method: "perform-command"), .unavailable("away"))
        guard case .accepted = await desk.perform(create) else {
            Issue.record("the third attempt is answered")
            return
        }
        #expect(invoker.callCount == 3)
        invoker.failNext(.unavailable("a"), .unavailable("b"), .unavailable("c"))
        let answer = await desk.perform(create)
        guard case .refused(.outcomeUnknown) = answer else {
            Issue.record("\(answer)")
            return
        }
        #expect(invoker.callCount == 6)
        #expect(bench.state().tasks.count == 1)
    }

    @Test("a refusal is told at once with all that is wrong, and another's task does not exist")
    func refused() async throws {
        let task = try await bench.create(#"{"title": "a"}"#)
        let foreign = await desk.perform(request(.delete(task.id), "m-1", of: UserID("omar")))
        #expect(foreign == .refused(.notFound("task \(task.id)")))
        #expect(invoker.callCount == 1)
        #expect(bench.task(task.id) != nil)
        var stale = request(.toggle(task.id), "m-2")
        stale.expectedVersion = 9
        #expect(await desk.perform(stale) == .refused(.versionMismatch(current: 1)))
        let wrong = await desk.perform(
            request(.snoozeReminder(task.id, ReminderID(9), SnoozeInput(.preset(.tenMinutes))), "m-3"))
        guard case .refused(.notFound) = wrong else {
            Issue.record("\(wrong)")
            return
        }
    }

    @Test("a request and its answer are the same after JSON")
    func json() async throws {
        var update = request(.update(TaskID(7), try bench.input(#"{"title": "a", "tags": ["x"]}"#, .patch)), "m-1")
        update.expectedVersion = 3
        #expect(try JSONCodec.decode(PerformCommand.self, from: JSONCodec.encode(update)) == update)
        let failure = ValidationFailure(pointer: "/title", code: .tooLong, message: "too long")
        let answers: [PerformCommandAnswer] = [
            await desk.perform(request(.create(try bench.input(#"{"title": "a"}"#)), "m-2")),
            .refused(.invalid(failure)), .refused(.versionMismatch(current: 3)), .refused(.busy),
            .refused(.notFound("task 7")), .accepted(CommandOutcome(), nil),
        ]
        for answer in answers {
            #expect(try JSONCodec.decode(PerformCommandAnswer.self, from: JSONCodec.encode(answer)) == answer)
        }
    }
}
