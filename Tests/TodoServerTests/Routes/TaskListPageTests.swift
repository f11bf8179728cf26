import Foundation
import Testing
import TodoDomain

@testable import TodoServer

/// Reads the page that documents the list, and tries what it shows.
@Suite("The page about the list of tasks")
struct TaskListPageTests {
    private func page() throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: root.appendingPathComponent("docs/tasks-api.md"), encoding: .utf8)
    }

    /// The lines of the blocks of that kind.
    private func lines(of kind: String) throws -> [String] {
        let parts = try page().components(separatedBy: "```")
        let blocks = stride(from: 1, to: parts.count, by: 2).map { parts[$0] }.filter { $0.hasPrefix(kind + "\n") }
        return blocks.flatMap { $0.split(separator: "\n").dropFirst().map(String.init) }
    }

    @Test("shows queries that are answered")
    func queries() async throws {
        let user = try await TaskListTests.User.make()
        let queries = try lines(of: "query")
        #expect(queries.count > 5)
        for query in queries {
            let answer = try await user.list(query)
            #expect(answer.status == 200, "\(query): \(answer.text)")
        }
    }

    @Test("shows filters that are read, and are printed as it shows them where it uses signs")
    func filters() async throws {
        let user = try await TaskListTests.User.make()
        let filters = try lines(of: "filter")
        #expect(filters.count > 5)
        for text in filters {
            let filter = try TaskFilter(text: text)
            #expect(text.contains(" and ") || filter.text.filter { $0 != "\"" } == canonical(text), "\(filter.text)")
            #expect(try await user.list("filter=" + PercentCoding.encode(text)).status == 200)
        }
    }

    /// As it is printed: a time has its seconds, and a word no quotes.
    private func canonical(_ text: String) -> String {
        text.replacing("T12:00", with: "T12:00:00").filter { $0 != "\"" }
    }

    @Test("shows the answer that a filter with a fault gets")
    func faults() async throws {
        let user = try await TaskListTests.User.make()
        let text = try #require(try lines(of: "refused").first)
        let answer = try await user.list("filter=" + PercentCoding.encode(text))
        let shown = try JSONReader.read(Array(try lines(of: "json").joined(separator: "\n").utf8))
        guard case .object(let expected) = shown else { throw Problem.unforeseen }
        for name in ["code", "detail", "errors", "status", "title", "type"] {
            #expect(answer[name] == expected[name], "\(name)")
        }
    }

    @Test("names every parameter and every field")
    func names() async throws {
        let page = try page()
        for field in FilterField.allCases { #expect(page.contains("`\(field.rawValue)`"), "\(field)") }
        let refused = try await TaskListTests.User.make().list("nonsense=1")
        guard case .string(let detail) = refused["detail"] else { throw Problem.unforeseen }
        let names = try #require(detail.components(separatedBy: "known here: ").last).components(separatedBy: ", ")
        #expect(names.count == 17)
        for name in names { #expect(page.contains("| `\(name)` |"), "\(name)") }
    }
}
