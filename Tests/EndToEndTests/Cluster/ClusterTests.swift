import Foundation
import Testing

/// One cluster at a time: each has a dozen processes.
@Suite("Two replicas of every service", .serialized)
struct ClusterTests {
    @Test("a task is created, reminded of, completed and followed, and clients of different replicas see all of it")
    func wholeFlow() async throws {
        try await Cluster.run { cluster in
            try await WholeFlow(first: cluster.doors, second: cluster.doors.next(1)).run()
            try await SocketDialogue(cluster.doors).run()
        }
    }

    @Test("kill -9 of each process in turn loses and doubles nothing that was acknowledged")
    func crashes() async throws {
        try await Cluster.run { cluster in
            let parties = try await Parties(["ayesha", "bilal", "chen", "dara"], at: cluster.doors)
            try await parties.endure {
                for name in cluster.names {
                    try await parties.progress(by: 3, before: "the crash of \(name)")
                    try await cluster.crash(name)
                }
                try await parties.progress(by: 3, before: "the crash of the database")
                try await cluster.crashDatabase()
                try await parties.progress(by: 3, before: "the crash of the sidecars")
                try await cluster.crashSidecars()
                try await parties.progress(by: 3, before: "the end")
            }
            #expect(await parties.fewestTasks > 20)
        }
    }

    @Test("a rolling restart of everything fails no request that one retry does not cure")
    func rollingRestart() async throws {
        try await Cluster.run { cluster in
            let parties = try await Parties(["ayesha", "bilal", "chen", "dara"], at: cluster.doors)
            try await parties.endure(mostTries: 2) {
                for name in cluster.names {
                    try await parties.progress(by: 2, before: "the restart of \(name)")
                    try await cluster.restart(name)
                }
                try await parties.progress(by: 2, before: "the end")
            }
            #expect(await parties.fewestTasks > 10)
        }
    }
}
