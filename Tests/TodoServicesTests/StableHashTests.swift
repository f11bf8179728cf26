import CivilTime
import ServicePorts
import Testing
import TodoDomain
import TodoServices

@Suite("A stable hash of values")
struct StableHashTests {
    private struct Shape: Encodable {
        var name = "a"
        var number = 1
        var flag: Bool?
        var list: [String] = []
        var inner: [Inner] = []
    }

    private struct Inner: Encodable {
        var ratio = 0.5
        var small: UInt8 = 7
    }

    private func hash(_ change: (inout Shape) -> Void) throws -> UInt64 {
        var shape = Shape()
        change(&shape)
        return try StableHash.of(shape)
    }

    @Test("is the same for equal values and in every process")
    func isStable() throws {
        #expect(try hash { _ in } == (try hash { _ in }))
        let golden = try hash { _ in }
        #expect(golden == 1_448_567_153_411_468_299)
    }

    @Test("differs when anything in the value does")
    func tellsValuesApart() throws {
        let hashes = try [
            hash { _ in }, hash { $0.name = "b" }, hash { $0.name = "" }, hash { $0.number = 2 },
            hash { $0.number = -1 }, hash { $0.flag = false }, hash { $0.flag = true }, hash { $0.list = ["a"] },
            hash { $0.list = ["a", "b"] }, hash { $0.list = ["ab"] }, hash { $0.list = ["b", "a"] },
            hash { $0.inner = [Inner()] }, hash { $0.inner = [Inner(ratio: 0.25)] },
            hash { $0.inner = [Inner(small: 8)] }, hash { $0.inner = [Inner(), Inner()] },
        ]
        #expect(Set(hashes).count == hashes.count)
    }

    @Test("tells commands apart that differ in one field")
    func tellsCommandsApart() throws {
        let commands: [TaskCommand] = [
            .delete(TaskID(1)), .delete(TaskID(2)), .toggle(TaskID(1)), .deleteTag(name: "1"), .deleteTag(name: "2"),
            .markReminderSent(TaskID(1), ReminderID(1), remindAt: .epoch),
            .markReminderSent(TaskID(1), ReminderID(1), remindAt: Timestamp(millisecondsSinceEpoch: 1)),
        ]
        #expect(Set(try commands.map(StableHash.of)).count == commands.count)
        #expect(try StableHash.of(commands[0]) == StableHash.of(commands[0]))
    }
}
