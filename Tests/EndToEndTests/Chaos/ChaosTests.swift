import Foundation
import Testing

/// Two hundred devices against two replicas of the sockets' service that are restarted and killed without pause.
///
/// It lasts half a minute, or as long as `CHAOS_SECONDS` says.
@Suite("Chaos of live clients", .serialized)
struct ChaosTests {
    private static let users = 25
    private static let devicesEach = 8

    private static func duration() throws -> Duration {
        let setting = ProcessInfo.processInfo.environment["CHAOS_SECONDS"]
        return .seconds(try setting.map { try #require(Double($0), "CHAOS_SECONDS is a number") } ?? 30)
    }

    @Test(
        "every device ends with what the store holds: no gap, no repeat, nobody else's change, each copy dropped once")
    func chaos() async throws {
        let duration = try ChaosTests.duration()
        try await Cluster.run(replicas: ["backend": 1, "websocket": 2]) { cluster in
            let devices = try await ChaosTests.devices(at: cluster.doors)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for device in devices { group.addTask { await device.run() } }
                let restarts = try await ChaosTests.restartReplicas(of: cluster, for: duration)
                for device in devices { device.calmDown() }
                try await ChaosTests.settle(devices)
                for device in devices { device.end() }
                try await group.waitForAll()
                try await ChaosTests.expectWhole(devices, restarts: restarts)
            }
        }
    }

    private static func devices(at doors: Doors) async throws -> [ChaosDevice] {
        var devices: [ChaosDevice] = []
        for number in 0..<users {
            let user = try await User.signUp("chaos-\(number)@example.org", at: doors)
            for _ in 0..<devicesEach {
                let count = devices.count
                devices.append(ChaosDevice(user.at(doors.next(count)), number: count))
            }
        }
        return devices
    }

    /// Ends one replica after the other, by turns as an update does and as a power cut does; answers how often.
    private static func restartReplicas(of cluster: Cluster, for duration: Duration) async throws -> Int {
        let end = ContinuousClock.now.advanced(by: duration)
        var restarts = 0
        while ContinuousClock.now < end || restarts < 4 {
            try await Task.sleep(for: .seconds(2))
            let name = "websocket-\(restarts % 2)"
            if restarts % 4 < 2 { try await cluster.restart(name) } else { try await cluster.crash(name) }
            restarts += 1
        }
        return restarts
    }

    /// Waits until every device has every change of its user and an answer to all that it asked.
    private static func settle(_ devices: [ChaosDevice]) async throws {
        var heads: [String: Int] = [:]
        try await eventually("every device to have an answer to everything") {
            devices.allSatisfy { $0.known.isAtRest } ? true : nil
        }
        for device in devices where heads[device.user.id] == nil {
            heads[device.user.id] = try await head(of: device.user)
        }
        try await eventually("every device to have every change") {
            devices.allSatisfy { $0.known.sequence == heads[$0.user.id] && $0.known.isAtRest } ? true : nil
        }
    }

    /// The sequence of the user's last change, as one who begins now is told.
    private static func head(of user: User) async throws -> Int {
        let socket = try await user.watch()
        let ready = try await socket.message("ready") { $0.type == "ready" }
        await socket.disconnect()
        return try #require(ready.json["position"]["seq"].integer)
    }

    private static func expectWhole(_ devices: [ChaosDevice], restarts: Int) async throws {
        var total = DeviceCounts()
        for group in Dictionary(grouping: devices, by: \.user.id).values {
            let tasks = try await group[0].user.tasks()
            let store = Dictionary(tasks.map { ($0["id"].integer ?? 0, $0) }) { $1 }
            #expect(Set(tasks.map { $0["title"] }).count == tasks.count, "a command had two effects")
            for device in group {
                let known = device.known
                #expect(known.faults.isEmpty, "\(known.faults.prefix(3))")
                #expect(known.tasks == store, "a device differs from the store")
                total = total + known.counts
            }
            expectEffects(of: group.map(\.known), on: store)
        }
        print("chaos: \(restarts) restarts, \(total)")
        #expect(total.connections > 3 * devices.count)
        #expect(total.copies > devices.count, "hardly anything was asked")
        #expect(total.events > total.copies)
    }

    /// Each accepted command has a place of its own in the stream; what was made and not deleted is there.
    private static func expectEffects(of devices: [DeviceState], on store: [Int: JSON]) {
        let accepted = devices.flatMap(\.accepted)
        #expect(Set(accepted.map(\.name)).count == accepted.count, "a command was answered twice")
        let places = accepted.compactMap { $0.answer["position"]["seq"].integer }
        #expect(Set(places).count == places.count, "two commands have one change")
        let made = accepted.filter {
            $0.answer["result"]["title"].string == $0.name && $0.answer["result"]["version"] == 1
        }
        let head = devices.map(\.sequence).max() ?? 0
        #expect(places.count == head, "\(head) changes for \(places.count) commands")
        #expect(Set(store.values.map { $0["title"].string ?? "" }).isSubset(of: Set(made.map(\.name))))
        let deletions = accepted.count { $0.answer["result"] == .null }
        #expect(store.count == made.count - deletions, "\(made.count) made, \(deletions) deleted, \(store.count) there")
    }
}
