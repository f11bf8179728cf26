import DaprEmulator
import Foundation
import SidecarCases
import SidecarRules
import Testing

@Suite("Emulator: the cases that hold for every sidecar")
struct SidecarCaseTests {
    @Test("over HTTP", arguments: SidecarCase.all)
    func holds(_ sidecarCase: SidecarCase) async throws {
        try await withPortableStage { stage in
            let tag = UUID().uuidString.lowercased()
            let failures = try await sidecarCase.failures(tag: tag) { request in try await stage.send(request) }
            #expect(failures == [])
        }
    }

    @Test("deliveries over HTTP", arguments: SidecarDeliveryCase.all)
    func brings(_ deliveryCase: SidecarDeliveryCase) async throws {
        try await withPortableStage { stage in
            let tag = UUID().uuidString.lowercased()
            let topic = deliveryCase.hasDeadLetters ? "buried" : "plain"
            @Sendable func deliveries() -> Int {
                stage.app.received(at: "/\(topic)").filter { $0.text.contains("\"\(tag)\"") }.count
            }
            stage.app.answer("/\(topic)") { received in
                guard received.text.contains("\"\(tag)\"") else { return SidecarResponse(200) }
                let earlier = deliveries() - 1
                return earlier < deliveryCase.answers.count ? deliveryCase.answers[earlier] : SidecarResponse(200)
            }
            for event in [tag, "\(tag)-next"] {
                _ = try await stage.publish("\"\(event)\"", to: topic, query: "?metadata.partitionKey=\(tag)")
            }
            // The next event of the key comes only once the first is settled.
            #expect(await stage.app.requests(1, at: "/\(topic)", tagged: "\(tag)-next").count == 1)
            #expect(deliveries() == deliveryCase.deliveries)
            guard deliveryCase.hasDeadLetters else { return }
            // The dead letters of a topic come in order, so one that is surely there tells that all before it are.
            stage.app.answer("/\(topic)") { _ in SidecarResponse(500) }
            _ = try await stage.publish("\"\(tag)-last\"", to: topic, query: "?metadata.partitionKey=\(tag)")
            #expect(await stage.app.requests(1, at: "/dead", tagged: "\(tag)-last").count == 1)
            let buried = stage.app.received(at: "/dead").filter { $0.text.contains("\"\(tag)\"") }.count
            #expect(buried == (deliveryCase.isBuried ? 1 : 0))
        }
    }

    @Test("jobs over HTTP", arguments: SidecarJobCase.all)
    func triggers(_ jobCase: SidecarJobCase) async throws {
        try await withPortableStage { stage in
            let name = UUID().uuidString.lowercased()
            stage.app.answer("/job/\(name)") { _ in
                SidecarResponse(jobCase.status(ofCallback: stage.app.received(at: "/job/\(name)").count - 1))
            }
            #expect(try await stage.outcome("POST", "/v1.0/jobs/\(name)", jobCase.body) == "204")
            try await eventually("the job is gone") {
                try await stage.outcome("GET", "/v1.0/jobs/\(name)") == "500 DAPR_SCHEDULER_GET_JOB"
            }
            #expect(stage.app.received(at: "/job/\(name)").count == jobCase.callbacks)
        }
    }
}
