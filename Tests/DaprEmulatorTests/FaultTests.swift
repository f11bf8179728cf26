import DaprEmulator
import SidecarRules
import Synchronization
import Testing

@Suite("Emulator: faults on command")
struct FaultTests {
    private static let plain = #"[{"pubsubname":"bus","topic":"plain","route":"/plain"}]"#

    @Test(
        "a publish fails, and the broker has the event or not",
        arguments: [(EmulatorFaults.Publish.refused, 0), (.storedThenRefused, 1)])
    func publishes(fault: EmulatorFaults.Publish, stored: Int) async throws {
        try await withStage { stage in
            stage.emulator.faults.strikePublishes(fault, topic: "plain")
            let unstruck = try await stage.outcome("POST", "/v1.0/publish/bus/other", "1")
            #expect(unstruck == "204")
            #expect(try await stage.outcome("POST", "/v1.0/publish/bus/plain", "1") == "500 ERR_PUBSUB_PUBLISH_MESSAGE")
            #expect(stage.emulator.events(on: "plain").count == stored)
            #expect(try await stage.outcome("POST", "/v1.0/publish/bus/plain", "1") == "204")
        }
    }

    @Test("a publish hangs until the faults are cleared", arguments: [EmulatorFaults.Publish.hangs, .storedThenHangs])
    func hangs(fault: EmulatorFaults.Publish) async throws {
        try await withStage { stage in
            stage.emulator.faults.strikePublishes(fault)
            let answered = Released()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    _ = try await stage.publish("1", to: "plain")
                    answered.release()
                }
                try await eventually("it hangs") { stage.emulator.faults.hangingCount == 1 }
                try await Task.sleep(for: .milliseconds(50))
                #expect(!answered.isReleased)
                #expect(stage.emulator.events(on: "plain").count == (fault == .hangs ? 0 : 1))
                stage.emulator.faults.clear()
                try await group.waitForAll()
            }
        }
    }

    @Test("an event comes again after it was handled")
    func again() async throws {
        try await withStage(subscriptions: FaultTests.plain) { stage in
            stage.emulator.faults.strikeDeliveries(.again)
            _ = try await stage.publish("1", to: "plain", query: "?metadata.partitionKey=k")
            _ = try await stage.publish("2", to: "plain", query: "?metadata.partitionKey=k")
            #expect(await stage.app.requests(3, at: "/plain").map { $0.json?["data"]?.whole } == [1, 1, 2])
        }
    }

    @Test("an event comes twice at the same time")
    func twiceAtOnce() async throws {
        try await withStage(subscriptions: FaultTests.plain) { stage in
            let atWork = Mutex((now: 0, most: 0))
            let released = Released()
            stage.app.answer("/plain") { _ in
                atWork.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
                await released.wait()
                atWork.withLock { $0.now -= 1 }
                return SidecarResponse(200)
            }
            stage.emulator.faults.strikeDeliveries(.twiceAtOnce, topic: "plain")
            _ = try await stage.publish("1", to: "plain")
            #expect(await stage.app.requests(2, at: "/plain").count == 2)
            try await eventually("both are at work") { atWork.withLock { $0.most } == 2 }
            released.release()
        }
    }

    @Test("what was settled within the last second comes again")
    func lastSecond() async throws {
        try await withStage(subscriptions: FaultTests.plain) { stage in
            for number in 1...3 {
                _ = try await stage.publish("\(number)", to: "plain", query: "?metadata.partitionKey=k")
            }
            _ = await stage.app.requests(3, at: "/plain")
            try await eventually("all is settled") {
                stage.emulator.positions(of: "core", on: "plain").compactMap { $0 }.contains(3)
            }
            stage.emulator.redeliverLastSecond(of: "plain")
            #expect(
                await stage.app.requests(6, at: "/plain").map { $0.json?["data"]?.whole } == [1, 2, 3, 1, 2, 3])
        }
    }

    @Test("what an earlier owner settles late does not move the position of the one that began anew")
    func lateMark() async throws {
        try await withStage(subscriptions: FaultTests.plain) { stage in
            let late = Released()
            let anew = Released()
            stage.app.answer("/plain") { received in
                let data = received.json?["data"]?.whole
                let count = stage.app.received(at: "/plain").filter { $0.json?["data"]?.whole == data }.count
                if data == 2, count == 1 { await late.wait() }
                if data == 1, count == 2 { await anew.wait() }
                return SidecarResponse(200)
            }
            for number in 1...2 {
                _ = try await stage.publish("\(number)", to: "plain", query: "?metadata.partitionKey=k")
            }
            #expect(await stage.app.requests(2, at: "/plain").count == 2)
            stage.emulator.redeliverLastSecond(of: "plain")
            #expect(await stage.app.requests(3, at: "/plain").count == 3)
            late.release()
            try await Task.sleep(for: .milliseconds(200))
            #expect(stage.emulator.positions(of: "core", on: "plain").compactMap { $0 }.max() == 0)
            anew.release()
            try await eventually("all is settled") {
                stage.emulator.positions(of: "core", on: "plain").compactMap { $0 }.max() == 2
            }
        }
    }

    @Test("while the scheduler is away requests for jobs fail late, and missed runs come in a burst")
    func scheduler() async throws {
        try await withStage { stage in
            _ = try await stage.send("POST", "/v1.0/jobs/tick", #"{"schedule":"@every 1s","repeats":4}"#)
            _ = await stage.app.requests(1, at: "/job/tick")
            stage.emulator.isSchedulerDown = true
            let began = ContinuousClock.now
            let scheduled = try await stage.outcome("POST", "/v1.0/jobs/j", #"{"dueTime":"1h"}"#)
            #expect(scheduled == "504 DAPR_SCHEDULER_SCHEDULE_JOB" && .now - began >= .milliseconds(300))
            #expect(try await stage.outcome("GET", "/v1.0/jobs/tick") == "500 DAPR_SCHEDULER_GET_JOB")
            #expect(try await stage.outcome("DELETE", "/v1.0/jobs/none") == "500 DAPR_SCHEDULER_DELETE_JOB")
            let missed = stage.app.received(at: "/job/tick").count
            #expect(missed < 3)
            // Until the last of them was due.
            try await Task.sleep(for: .milliseconds(3_500))
            #expect(stage.app.received(at: "/job/tick").count == missed)
            stage.emulator.isSchedulerDown = false
            let calls = await stage.app.requests(4, at: "/job/tick", within: .seconds(30))
            try #require(calls.count == 4)
            // At their own pace they would be a second apart.
            #expect(calls[3].at - calls[missed].at < .seconds(3 - missed))
        }
    }

    @Test("a trigger comes twice")
    func duplicateTriggers() async throws {
        try await withStage { stage in
            stage.emulator.duplicateTriggers(1)
            _ = try await stage.send("POST", "/v1.0/jobs/j", #"{"dueTime":"1ms"}"#)
            #expect(await stage.app.requests(2, at: "/job/j").count == 2)
            try await eventually("the job is gone") { stage.emulator.pendingJobs.isEmpty }
        }
    }

    @Test("state is away, refuses a write, or carries one out that it says has failed")
    func state() async throws {
        try await withStage { stage in
            stage.emulator.faults.isStateDown = true
            let read = try await stage.outcome("GET", "/v1.0/state/state/k")
            #expect(read == "500 ERR_STATE_GET")
            #expect(try await stage.outcome("POST", "/v1.0/state/state", "[]") == "500 ERR_STATE_SAVE")
            stage.emulator.faults.isStateDown = false
            let save = #"[{"key":"k","value":1}]"#
            stage.emulator.faults.strikeWrites(.refused)
            #expect(try await stage.outcome("POST", "/v1.0/state/state", save) == "500 ERR_STATE_SAVE")
            #expect(try await stage.outcome("GET", "/v1.0/state/state/k") == "204")
            stage.emulator.faults.strikeWrites(.committedThenRefused)
            #expect(try await stage.outcome("POST", "/v1.0/state/state", save) == "500 ERR_STATE_SAVE")
            #expect(try await stage.outcome("GET", "/v1.0/state/state/k") == "200")
        }
    }

    @Test("a sidecar that is held back is not healthy")
    func heldBack() async throws {
        try await withStage { stage in
            stage.sidecar.isHeldBack = true
            let health = try await stage.outcome("GET", "/v1.0/healthz")
            #expect(health == "500 ERR_HEALTH_NOT_READY")
            #expect(try await stage.outcome("GET", "/v1.0/healthz/outbound") == "500 ERR_OUTBOUND_HEALTH_NOT_READY")
            stage.sidecar.isHeldBack = false
            #expect(try await stage.outcome("GET", "/v1.0/healthz?appid=other") == "500 ERR_HEALTH_APPID_NOT_MATCH")
            #expect(try await stage.outcome("GET", "/v1.0/healthz?appid=core") == "204")
        }
    }
}
