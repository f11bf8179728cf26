import Foundation
import Testing
import TodoSimulations

/// The patches that `simulate prove --mutants` builds; here only what is cheap to know of them.
@Suite("Mutants")
struct MutantTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let folder = root.appendingPathComponent("Simulations/Mutants")

    static func patches() throws -> [URL] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "patch" }.sorted { $0.path < $1.path }
    }

    private func applies(_ patch: URL) throws -> Bool {
        let git = URL(fileURLWithPath: "/usr/bin/env")
        let outcome = try SimulateProgram.run(
            git, ["git", "-C", MutantTests.root.path, "apply", "--check", patch.path])
        return outcome.status == 0
    }

    @Test("apply to the sources as they are, and change services or what they are made of")
    func applyToSources() throws {
        let patches = try MutantTests.patches()
        #expect(patches.count >= 8)
        for patch in patches {
            #expect(try applies(patch), "\(patch.lastPathComponent) is for other sources than these")
            let text = try String(contentsOf: patch, encoding: .utf8)
            let changed = text.split(separator: "\n").filter { $0.hasPrefix("+++ ") }
            #expect(changed.count == 1)
            #expect(
                changed.allSatisfy {
                    $0.hasPrefix("+++ b/Sources/TodoServices/") || $0.hasPrefix("+++ b/Sources/TodoDomain/")
                })
        }
    }

    @Test("say what they change and which invariants they break")
    func tellOfThemselves() throws {
        for patch in try MutantTests.patches() {
            let lines = try String(contentsOf: patch, encoding: .utf8).split(separator: "\n")
            let summary = try #require(lines.first { $0.hasPrefix("Summary: ") }, "\(patch.lastPathComponent)")
            #expect(summary.count > 30)
            let breaks = try #require(lines.first { $0.hasPrefix("Breaks: ") }, "\(patch.lastPathComponent)")
            let names = breaks.dropFirst("Breaks: ".count).split(separator: ",").map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            #expect(!names.isEmpty)
            #expect(names.allSatisfy { InvariantName(rawValue: $0) != nil }, "\(patch.lastPathComponent): \(names)")
        }
    }

    @Test("that are for other sources are noticed")
    func staleIsNoticed() throws {
        let patch = try #require(try MutantTests.patches().first)
        let stale = FileManager.default.temporaryDirectory.appendingPathComponent(
            "stale-\(UInt64.random(in: 0...(.max))).patch")
        defer { try? FileManager.default.removeItem(at: stale) }
        let text = try String(contentsOf: patch, encoding: .utf8)
        try text.replacingOccurrences(of: "\n-", with: "\n-something else ").write(
            to: stale, atomically: true, encoding: .utf8)
        #expect(try !applies(stale))
    }
}
