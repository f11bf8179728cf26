import CivilTime
import KafkaTestSupport
import ServicePorts
import Testing

@testable import todo

@Suite("todo events replay", .timeLimit(.minutes(2)))
struct ReplayTests {
    private let users = ["sara", "omar", "lin"]

    private func cluster(_ count: Int = 5) async throws -> MockCluster {
        let cluster = try MockCluster()
        try await cluster.publish((1...count).flatMap { number in users.map { note(number, of: $0) } })
        return cluster
    }

    @Test("every event comes to the service as it was published, in the order of its user, and to no topic again")
    func bringsAll() async throws {
        let cluster = try await cluster()
        try await HearingService.run(token: "secret token") { service, url in
            let token = try TemporaryFile("secret token\n")
            for _ in 1...2 {
                let run = await ReplayRun(cluster, to: url + "/", ["--token-file", token.path])
                #expect(run.message == "")
                #expect(run.summary == .init(events: 15, succeeded: 15))
                #expect(run.lines.count == 15 && run.lines.allSatisfy { $0.result == "SUCCESS" && $0.reason == nil })
            }
            for user in users {
                let once = (1...5).map { note($0, of: user) }
                #expect(service.heard.filter { $0.partitionKey == user } == once + once)
            }
        }
    }

    @Test("an event that is to be tried again holds back its user's later ones, and one refused for good does not")
    func keepsOrder() async throws {
        let cluster = try await cluster()
        try await HearingService.run { event in
            switch event.id {
            case "sara/2": .retry(reason: "the store is down")
            case "omar/3": .drop(reason: "it makes no sense")
            default: .success
            }
        } _: { service, url in
            let run = await ReplayRun(cluster, to: url)
            #expect(run.results(of: "sara") == ["SUCCESS", "RETRY", "HELD", "HELD", "HELD"])
            #expect(run.results(of: "omar") == ["SUCCESS", "SUCCESS", "DROP", "SUCCESS", "SUCCESS"])
            #expect(run.results(of: "lin") == Array(repeating: "SUCCESS", count: 5))
            #expect(run.lines.first { $0.id == "sara/2" }?.reason == "the store is down")
            #expect(run.lines.first { $0.id == "omar/3" }?.reason == "it makes no sense")
            #expect(run.summary == .init(events: 15, succeeded: 10, retry: 1, dropped: 1, held: 3))
            #expect(service.heard(of: "sara") == ["sara/1", "sara/2"])
            #expect(run.fault is ProgramFault && run.message.contains("5 of 15 events were not handled"))
        }
    }

    @Test("a range, users and identities choose what is sent, and a dry run sends nothing")
    func chooses() async throws {
        let cluster = try await cluster()
        try await HearingService.run { service, url in
            let plan = await ReplayRun(cluster, to: url, ["--user", "sara", "--user", "lin", "--dry-run"])
            #expect(plan.fault == nil && plan.summary == .init(events: 10, succeeded: 0))
            #expect(plan.lines.allSatisfy { $0.result == "PLANNED" })
            #expect(plan.lines.compactMap(\.id).sorted() == (1...5).flatMap { ["lin/\($0)", "sara/\($0)"] }.sorted())
            #expect(service.heard.isEmpty)

            let one = await ReplayRun(cluster, to: url, ["--event", "omar/4"])
            #expect(one.fault == nil && service.heard.map(\.id) == ["omar/4"])

            let place = try #require(plan.lines.first { $0.id == "sara/3" }).offset
            let range = await ReplayRun(
                cluster, to: url, from: "\(place)", ["--until", "\(place + 1)", "--user", "sara"])
            #expect(range.fault == nil && service.heard.map(\.id) == ["omar/4", "sara/3"])
        }
    }

    @Test("what is no event is brought as it is, for the service to refuse")
    func bringsPoison() async throws {
        let cluster = try await cluster(1)
        try publishRaw([("sara", "no JSON")], to: HearingService.topic.name, at: cluster.bootstrapServers)
        try await HearingService.run { service, url in
            let run = await ReplayRun(cluster, to: url, ["--user", "sara"])
            #expect(run.results(of: "sara") == ["SUCCESS", "DROP"])
            #expect(run.lines.last?.id == nil && run.lines.last?.reason?.contains("cannot be decoded") == true)
            #expect(service.heard(of: "sara") == ["sara/1"])
        }
    }

    @Test("a service that takes nothing ends the replay at its first event, with what would be right")
    func tellsTheService() async throws {
        let cluster = try await cluster()
        try await HearingService.run(token: "right") { service, url in
            let wrong = try TemporaryFile("wrong")
            for arguments in [[], ["--token-file", wrong.path]] {
                let refused = await ReplayRun(cluster, to: url, arguments)
                #expect(refused.fault is ProgramFault && refused.message.contains("(401)"))
                #expect(refused.message.contains("--token-file") && !refused.message.contains("wrong"))
                #expect(refused.lines.isEmpty)
            }
            let right = try TemporaryFile("right")
            let other = await ReplayRun(cluster, to: url, ["--token-file", right.path, "--group", "nobody"])
            #expect(other.message.contains("(503)") && other.message.contains("subscribe 'notes' as 'nobody'"))
            let elsewhere = await ReplayRun(cluster, to: url + "/api", ["--token-file", right.path])
            #expect(elsewhere.message.contains("\(url)/api/events/notes/listener is not there (404)"))
            #expect(service.heard.isEmpty)
        }
        let nobody = await ReplayRun(cluster, to: "http://127.0.0.1:1")
        #expect(nobody.message.hasPrefix("http://127.0.0.1:1/events/notes/listener cannot be reached: "))
        #expect(nobody.message.contains("nobody listens") && nobody.message.contains("--to") && nobody.lines.isEmpty)
    }

    @Test("a range that holds nothing to send is told, with what is there")
    func tellsTheRange() async throws {
        let cluster = try await cluster()
        cluster.hide(topic: "nowhere")
        try await HearingService.run { service, url in
            let cases: [([String], String)] = [
                (["--from", "end"], "there is no event of 'notes' to replay in that range"),
                (["--user", "nobody"], "the 15 in it are of other users"),
                (["--event", "sara/9"], "there is no event 'sara/9' among the 15 of 'notes'"),
                (["--topic", "nowhere"], "there is no topic 'nowhere'"),
            ]
            for (arguments, message) in cases {
                let run = await ReplayRun(cluster, to: url, arguments)
                #expect(run.fault is ProgramFault && run.message.contains(message), "\(run.message)")
            }
            #expect(service.heard.isEmpty)
        }
    }

    @Test(
        "arguments that make no sense are refused before anything is read",
        arguments: [
            (["--to", "audit:8080"], "--to: 'audit:8080'"), (["--to", "ftp://audit"], "--to: 'ftp://audit'"),
            (["--until", "tomorrow"], "--until: 'tomorrow'"), (["--from", "noon"], "--from: 'noon'"),
            (["--token-file", "/nowhere/token"], "--token-file: '/nowhere/token' cannot be read"),
        ])
    func refusesArguments(arguments: [String], message: String) async throws {
        let run = await ReplayRun(try MockCluster(), to: "http://127.0.0.1:1", arguments)
        #expect(run.message.contains(message), "\(run.message)")
        #expect(!(run.fault is ProgramFault))
    }
}
