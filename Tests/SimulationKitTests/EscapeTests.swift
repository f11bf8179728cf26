import Dispatch
import Foundation
import SimulationKit
import Testing

@Suite("Escapes")
struct EscapeTests {
    private func escape(_ body: @escaping @Sendable (Simulation) async throws -> Void) throws -> SimulationFailure {
        // No livelock: one of the tests waits for another thread.
        let found = try #require(failure(seed: 77, SimulationOptions(livelockLimit: .max), body))
        #expect(found.kind == .escape)
        #expect(found.seed == 77)
        #expect(!found.details.isEmpty)
        return found
    }

    @Test("a stray task is an escape that says where it was made")
    func strayTask() throws {
        let found = try escape { _ in
            Task { strayWork() }
            await Task.yield()
        }
        #expect(found.message.contains("unstructured task"))
        #expect(found.details.contains { $0.contains("EscapeTests.swift") })
    }

    @Test("a detached task is an escape")
    func detachedTask() throws {
        let found = try escape { _ in
            await Task.detached { strayWork() }.value
        }
        #expect(found.message.contains("unstructured task"))
    }

    @Test("a sleep on a system clock is an escape")
    func systemSleep() throws {
        #expect(try escape { _ in try await Task.sleep(for: .milliseconds(1)) }.message.contains("Task.sleep"))
        #expect(try escape { _ in try await Task.sleep(nanoseconds: 1) }.message.contains("Task.sleep"))
        #expect(
            try escape { _ in try await ContinuousClock().sleep(for: .zero) }.message.contains("injected clock"))
    }

    @Test("work handed to Dispatch is an escape")
    func dispatch() throws {
        let found = try escape { _ in
            DispatchQueue.global().async { strayWork() }
            await Task.yield()
        }
        #expect(found.message.contains("Dispatch"))
    }

    @Test("a hop to the main actor is an escape")
    func mainActor() throws {
        #expect(try escape { _ in await MainActor.run { strayWork() } }.message.contains("main actor"))
    }

    @Test("a resume from another thread is an escape that says from where")
    func otherThread() throws {
        let found = try escape { simulation in
            let waiter = ForeignWaiter(simulation.lane(named: "waiter"))
            simulation.spawn(named: "waits") { await waiter.waitForAnotherThread() }
            try await simulation.clock.sleep(for: .seconds(1))
            // The waiter is suspended by now, so its resume must put it among the ready jobs.
            waiter.suspended.signal()
            while !Task.isCancelled { await Task.yield() }
        }
        #expect(found.details.contains { $0.contains("was resumed by a thread that is not") }, "\(found)")
    }

    @Test("a run without escapes leaves the process's own tasks alone")
    func leavesOthersAlone() async throws {
        _ = try DemoSystem.run(seed: 1)
        let answer = await Task.detached { 42 }.value
        try await Task.sleep(for: .microseconds(1))
        #expect(answer == 42)
        #expect(await MainActor.run { 43 } == 43)
    }

    @Test("a lane knows that it is isolating")
    func isolation() throws {
        #expect(
            try simulated { simulation in
                await Notebook(simulation.lane(named: "notebook")).assertsItsIsolation()
            })
        let lane = Box<Lane?>(nil)
        try simulated { lane.value = $0.lane(named: "idle") }
        #expect(lane.value?.isIsolatingCurrentContext() == false)
    }
}

private func strayWork() {}

/// Waits on its lane for a thread that the simulation does not own.
private actor ForeignWaiter {
    nonisolated let suspended = DispatchSemaphore(value: 0)
    private nonisolated let lane: Lane
    private var waits = 0

    nonisolated var unownedExecutor: UnownedSerialExecutor { lane.asUnownedSerialExecutor() }

    init(_ lane: Lane) {
        self.lane = lane
    }

    func waitForAnotherThread() async {
        waits += 1
        await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
            Thread {
                self.suspended.wait()
                continuation.resume()
            }.start()
        }
        waits -= 1
    }
}
