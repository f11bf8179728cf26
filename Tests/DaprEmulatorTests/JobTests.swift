import DaprEmulator
import SidecarRules
import Testing

@Suite("Emulator: jobs", .serialized)
struct JobTests {
    @Test(
        "the callback's body is the data, and empty without any",
        arguments: [(#","data":{"id":7}"#, #"{"id":7}"#), (#","data":"text""#, #""text""#), ("", "")])
    func bodies(data: String, expected: String) async throws {
        try await withPortableStage { stage in
            let name = newTag()
            #expect(try await stage.outcome("POST", "/v1.0/jobs/\(name)", #"{"dueTime":"10ms"\#(data)}"#) == "204")
            let call = try #require(await stage.app.requests(1, at: "/job/\(name)").first)
            #expect(call.json == SidecarJSON(Array(expected.utf8)) && call.method == "POST")
            #expect(call.headers["content-type"] == "application/json")
            try await eventually("the job is gone") {
                try await stage.outcome("GET", "/v1.0/jobs/\(name)") == "500 DAPR_SCHEDULER_GET_JOB"
            }
        }
    }

    @Test("a run that failed is tried again after a second")
    func pauses() async throws {
        try await withPortableStage { stage in
            let name = newTag()
            stage.app.answer("/job/\(name)", inTurn: [SidecarResponse(500), SidecarResponse(200)])
            let began = ContinuousClock.now
            _ = try await stage.send("POST", "/v1.0/jobs/\(name)", #"{"dueTime":"10ms"}"#)
            try await eventually("the job is gone") {
                try await stage.outcome("GET", "/v1.0/jobs/\(name)") == "500 DAPR_SCHEDULER_GET_JOB"
            }
            let calls = stage.app.received(at: "/job/\(name)")
            #expect(calls.count == 2 && calls[1].at - began >= .seconds(1))
        }
    }

    @Test("a periodic job runs as often as it repeats, and never early")
    func repeats() async throws {
        try await withPortableStage { stage in
            let name = newTag()
            let began = ContinuousClock.now
            let body = #"{"schedule":"@every 200ms","repeats":3}"#
            #expect(try await stage.outcome("POST", "/v1.0/jobs/\(name)", body) == "204")
            try await eventually("the job is gone") {
                try await stage.outcome("GET", "/v1.0/jobs/\(name)") == "500 DAPR_SCHEDULER_GET_JOB"
            }
            let calls = stage.app.received(at: "/job/\(name)")
            #expect(calls.count == 3)
            for (number, call) in calls.enumerated() {
                #expect(call.at - began >= .milliseconds(200 * (number + 1)))
            }
        }
    }

    @Test("a plus in a name is a space")
    func names() async throws {
        try await withPortableStage { stage in
            let tag = newTag()
            _ = try await stage.send("POST", "/v1.0/jobs/a+\(tag)", #"{"dueTime":"1h"}"#)
            #expect(try await stage.outcome("GET", "/v1.0/jobs/a%20\(tag)") == "200")
            #expect(try await stage.outcome("GET", "/v1.0/jobs/a%2B\(tag)") == "500 DAPR_SCHEDULER_GET_JOB")
            _ = try await stage.send("DELETE", "/v1.0/jobs/a+\(tag)")
        }
    }
}
