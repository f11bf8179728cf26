import Logging
import Synchronization
import Testing
import TodoDomain

@testable import TodoServer

@Suite("JSON log lines")
struct JSONLogHandlerTests {
    /// Lines that were written.
    private final class Lines: Sendable {
        private let all = Mutex<[String]>([])
        func add(_ line: String) { all.withLock { $0.append(line) } }
        var texts: [String] { all.withLock { $0 } }
    }

    private let lines = Lines()

    private func logger(level: Logger.Level = .info) -> Logger {
        let lines = lines
        return Logger(label: "backend-service") { label in
            JSONLogHandler(label: label, level: level, clock: FixedClock("2026-01-31T09:00:00Z")) { lines.add($0) }
        }
    }

    private func object(_ index: Int = 0) throws -> [String: JSONValue] {
        guard case .object(let members) = try JSONReader.read(Array(lines.texts[index].utf8)) else { return [:] }
        return members
    }

    @Test("a line has time, level, logger and message, the correlation id in front and the rest under metadata")
    func line() throws {
        var logger = logger()
        logger[metadataKey: "correlation_id"] = "abc"
        logger.warning(
            "change committed",
            metadata: [
                "sequence": .stringConvertible(7), "done": .stringConvertible(true), "tags": ["a", "b"],
                "x": ["y": "z"],
            ])
        #expect(
            try object() == [
                "time": .string("2026-01-31T09:00:00Z"), "level": .string("warning"),
                "logger": .string("backend-service"), "message": .string("change committed"),
                "correlation_id": .string("abc"),
                "metadata": .object([
                    "sequence": .integer(7), "done": .bool(true), "tags": .array([.string("a"), .string("b")]),
                    "x": .object(["y": .string("z")]),
                ]),
            ])
    }

    @Test("whatever is logged stays on one line and reads back")
    func escaping() throws {
        let text = "line\nbreak \"quoted\" \\ \t \r \u{0} \u{1B}[31m \u{2028} کام 😀"
        logger().info("\(text)", metadata: ["k\n\"": "\(text)"])
        #expect(lines.texts.count == 1)
        #expect(!lines.texts[0].unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x2028 })
        #expect(try object()["message"] == .string(text))
        #expect(try object()["metadata"] == .object(["k\n\"": .string(text)]))
    }

    @Test("lines below the level are not written, and empty metadata is left out")
    func levels() throws {
        let logger = logger(level: .warning)
        logger.info("quiet")
        logger.error("loud")
        #expect(lines.texts.count == 1)
        #expect(try object()["message"] == .string("loud"))
        #expect(try object()["metadata"] == nil)
        #expect(try object()["correlation_id"] == nil)
    }

    @Test("an error goes along with its type")
    func errors() throws {
        struct Broken: Error {}
        logger().error("failed", error: Broken())
        guard case .string(let text) = try object()["error"] else {
            Issue.record("no error in \(lines.texts)")
            return
        }
        #expect(text.contains("Broken"))
    }
}
