import Foundation
import ServicePorts
import Testing
import TodoDomain
import TodoPorts

@testable import TodoServer

/// What the way of passing updates on says of events must be what decoding and encoding them says, or nothing.
@Suite("Updates that are passed on as they came")
struct PassedUpdateTests {
    private static let shape = JSONShapeTable(TaskUpdateShape.event)

    /// Golden samples of every sort, in their envelopes.
    private static let payloads: [String] = {
        let samples = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../TodoDomainTests/GoldenSamples")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: samples.path)) ?? []
        return names.filter { $0.hasPrefix("task-update") }.sorted().compactMap {
            try? String(contentsOf: samples.appending(path: $0), encoding: .utf8)
        }
    }()

    private func event(_ payload: String, user: String? = nil, subject: String? = nil) throws -> String {
        let update = try TodoTopics.taskUpdates.decode(Array(payload.utf8)).data
        let canonical = String(decoding: try JSONCodec.encode(update), as: UTF8.self)
        let subject = subject ?? "\(update.taskID)"
        return #"""
            {"specversion":"1.0","id":"a/7/task-update","type":"com.evolutiontodo.task.sync.v1","source":"/services/b",
            "subject":"\#(subject)","time":"2026-01-06T12:00:00Z","datacontenttype":"application/json",
            "partitionkey":"\#(user ?? update.userID.rawValue)","sequence":"00000000000000000007","correlationid":"c",
            "traceid":"","topic":"task-updates","data":\#(canonical)}
            """#
    }

    private func passed(_ bytes: [UInt8]) -> PassedUpdate? {
        bytes.withUnsafeBytes { raw in
            var reader = JSONShapeReader(raw)
            return reader.takeAll(Self.shape) ? PassedUpdate(reader) : nil
        }
    }

    /// True when the event is passed on; what is passed on must be what decoding it gives.
    private func agrees(_ bytes: [UInt8]) throws -> Bool {
        guard let passed = passed(bytes) else { return false }
        let event = try TodoTopics.taskUpdates.decode(bytes)
        #expect(event.partitionKey == event.data.userID.rawValue)
        #expect(event.data.isOfOneUser)
        #expect(passed.userID == event.data.userID)
        #expect(passed.sequence == event.sequence)
        let position = StreamPosition(epoch: "epoch \"1\"", sequence: event.sequence)
        let frame = RealtimeFrame(passed, at: position)
        // The position names the history.
        var update = event.data
        update.epoch = nil
        let typed = ServerMessage(update, at: position)
        let expected = try JSONReader.read(try RealtimeFrame(typed).encoded())
        #expect(try JSONReader.read(try frame.encoded()) == expected)
        #expect(try frame.message == typed)
        return true
    }

    @Test("every golden sample is passed on, and means what it meant")
    func samples() throws {
        #expect(Self.payloads.count > 5)
        for payload in Self.payloads { #expect(try agrees(Array(try event(payload).utf8)), "\(payload)") }
    }

    @Test("whoever contradicts himself about whose it is, or of what, is not passed on")
    func contradictions() throws {
        let payload = try #require(Self.payloads.first { $0.contains("\"task\"") && $0.contains("\"user_id\"") })
        let good = try event(payload)
        let update = try TodoTopics.taskUpdates.decode(Array(payload.utf8)).data
        let user = #""user_id":"\#(update.userID)""#
        #expect(try agrees(Array(good.utf8)))
        #expect(try !agrees(Array(try event(payload, user: "another").utf8)))
        #expect(try !agrees(Array(try event(payload, subject: "999").utf8)))
        // The task's owner is another's, while the payload's user is the key's.
        let first = try #require(good.range(of: user))
        #expect(try !agrees(Array(good.replacingCharacters(in: first, with: #""user_id":"another""#).utf8)))
        for twice in [
            good.replacing(#""event_type""#, with: #""user_id":"another","event_type""#),
            good.replacing(#""specversion""#, with: #""partitionkey":"another","specversion""#),
            good.replacing(#""specversion""#, with: #""d\u0061ta":{},"specversion""#),
            good.replacing(#""event_type""#, with: #""unknown":1,"event_type""#),
            good + "x",
        ] {
            #expect(twice != good)
            #expect(passed(Array(twice.utf8)) == nil, "\(twice)")
        }
    }

    @Test("damaged events are passed on with the meaning that decoding finds, or not at all")
    func damage() throws {
        var random = Xorshift()
        var accepted = 0
        let events = try Self.payloads.map { Array(try event($0).utf8) }
        for round in 0..<30_000 {
            var bytes = events[round % events.count]
            for _ in 0...random.next(below: 3) { damage(&bytes, with: events, &random) }
            if try agrees(bytes) { accepted += 1 }
        }
        // Many a change is in a text, so that both kinds must have been seen.
        #expect(accepted > 1_000 && accepted < 29_000, "\(accepted)")
    }

    private func damage(_ bytes: inout [UInt8], with events: [[UInt8]], _ random: inout Xorshift) {
        let place = random.next(below: bytes.count)
        switch random.next(below: 6) {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next(below: 256))
        case 1: bytes[place] = Array(#""\{}[]:,0123456789-.eEtfnu "#.utf8)[random.next(below: 26)]
        case 2: bytes.remove(at: place)
        case 3: bytes.insert(contentsOf: bytes[place...].prefix(random.next(below: 40)), at: place)
        case 4: bytes.removeSubrange(place..<min(bytes.count, place + random.next(below: 40)))
        default:
            let other = events[random.next(below: events.count)]
            let start = random.next(below: other.count)
            bytes.insert(contentsOf: other[start...].prefix(random.next(below: 60)), at: place)
        }
    }
}

/// A sequence of numbers that is the same in each run.
private struct Xorshift {
    private var state: UInt64 = 0x2545_F491_4F6C_DD1D

    mutating func next(below bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(max(1, bound)))
    }
}
