import ServicePorts
import Testing
import TodoDomain
import TodoPorts
import TodoServices

@Suite("Commands of one user take turns")
struct TurnTests {
    @Test("a hundred commands of one user at once are all carried out, one after the other")
    func manyAtOnce() async throws {
        let (bench, store) = TaskBench.scripted()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...100 {
                group.addTask { try await bench.create(#"{"title": "task \#(number)"}"#) }
            }
            try await group.waitForAll()
        }
        #expect(bench.state().sequence == 100)
        #expect(bench.state().tasks.count == 100)
        #expect(store.mostCommitsAtOnce == 1)
        #expect(bench.outbox.taskEvents.map(\.sequence) == Array(1...100))
    }

    @Test("a failing command hands its turn on")
    func turnAfterFailure() async throws {
        let (bench, store) = TaskBench.scripted()
        store.failNextReads(.unavailable, .unavailable, .unavailable)
        let failures = await withTaskGroup(of: Bool.self) { group in
            for _ in 1...10 {
                group.addTask { (try? await bench.create(#"{"title": "a"}"#)) == nil }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(failures == 3)
        #expect(bench.state().sequence == 7)
    }

    @Test("a command that is sent again while it is under way shares its answer")
    func joins() async throws {
        let (bench, store) = TaskBench.scripted()
        let again = [Later(key: "k"), Later(key: "k"), Later(key: "other")]
        store.onNextCommits(.after { for one in again { await one.begin(bench) } })
        let first = try await bench.create(#"{"title": "later"}"#, bench.context(key: "k"))
        for one in again { #expect(await one.refusal == nil) }
        #expect(bench.state().sequence == 2)
        #expect(await again[0].outcome?.task?.id == first.id)
        #expect(await again[1].outcome?.task?.id == first.id)
        #expect(await again[2].outcome?.task?.id != first.id)
    }

    @Test("one that shares an answer shares a refusal, and the next is carried out")
    func joinsRefusal() async throws {
        let (bench, store) = TaskBench.scripted()
        let again = Later(key: "k")
        store.onNextCommits(.afterwardsFail(.unavailable) { await again.begin(bench) })
        await #expect(throws: TaskRefusal.unavailable("scripted")) {
            try await bench.create(#"{"title": "later"}"#, bench.context(key: "k"))
        }
        #expect(await again.refusal == .unavailable("scripted"))
        try await bench.create(#"{"title": "later"}"#, bench.context(key: "k"))
        #expect(bench.state().sequence == 1)
    }

    @Test("without a key, a user's command sent twice is two commands")
    func twice() async throws {
        let (bench, store) = TaskBench.scripted()
        let again = Later(key: nil)
        store.onNextCommits(.after { await again.begin(bench) })
        try await bench.create(#"{"title": "later"}"#)
        #expect(await again.refusal == nil)
        #expect(bench.state().tasks.count == 2)
    }

    @Test("when many wait already, further ones are refused at once")
    func crowd() async throws {
        let (bench, store) = TaskBench.scripted(.init(mostWaiting: 2))
        let waiting = [Later(key: nil), Later(key: nil)]
        store.onNextCommits(
            .after {
                for one in waiting { await one.begin(bench) }
                // Both are in line by the time that one of these is refused.
                while true {
                    if case .failure(.busy) = await Later.create(bench, key: nil) { break }
                }
            })
        try await bench.create(#"{"title": "first"}"#)
        for one in waiting { #expect(await one.refusal == nil) }
        #expect(bench.state().orderedTasks.filter { $0.title == "later" }.count >= 2)
    }
}

/// A command that is sent while another one is under way.
private actor Later {
    private let key: String?
    private var command: Task<Result<CommandOutcome, TaskRefusal>, Never>?

    init(key: String?) {
        self.key = key
    }

    /// Sends it, and returns once the service most likely has taken note of it.
    func begin(_ bench: TaskBench) async {
        command = Task { await Later.create(bench, key: key) }
        for _ in 1...1_000 { await Task.yield() }
    }

    /// How it was refused; nil when it was carried out.
    var refusal: TaskRefusal? {
        get async {
            guard case .failure(let refusal) = await command?.value else { return nil }
            return refusal
        }
    }

    /// What came of it; nil when it was refused.
    var outcome: CommandOutcome? {
        get async {
            guard case .success(let outcome) = await command?.value else { return nil }
            return outcome
        }
    }

    static func create(_ bench: TaskBench, key: String?) async -> Result<CommandOutcome, TaskRefusal> {
        do {
            let input = try bench.input(#"{"title": "later"}"#)
            return .success(try await bench.service.perform(.create(input), bench.context(key: key)))
        } catch let refusal as TaskRefusal {
            return .failure(refusal)
        } catch {
            return .failure(.unavailable("\(error)"))
        }
    }
}
