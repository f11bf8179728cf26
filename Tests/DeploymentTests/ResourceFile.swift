import Foundation
import Yams

/// A file of YAML documents, by its path from the root of the repository.
struct ResourceFile {
    let path: String
    var text: String

    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Every YAML file under that folder, by path.
    static func all(under folder: String) throws -> [ResourceFile] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: root.appendingPathComponent(folder).path)
        let paths = names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted().map { "\(folder)/\($0)" }
        return try paths.map { ResourceFile(path: $0, text: try text(of: $0)) }
    }

    /// The text of any file of the repository.
    static func text(of path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    /// Its documents, and what keeps the rest of it from being read.
    func read() -> (documents: [Node], faults: [Fault]) {
        do {
            var sequence = try Yams.compose_all(yaml: text)
            var documents: [Node] = []
            while let document = sequence.next() { documents.append(document) }
            if let error = sequence.error { throw error }
            return (documents, documents.isEmpty ? [Fault(path: path, line: 1, message: "it has no document")] : [])
        } catch {
            return ([], [Fault(path: path, line: line(of: error), message: "no YAML: \(error)")])
        }
    }

    func fault(_ node: Node?, _ message: String) -> Fault {
        Fault(path: path, line: node?.mark?.line ?? 1, message: message)
    }

    private func line(of error: any Error) -> Int {
        switch error as? YamlError {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
        case .duplicatedKeysInMapping(_, let context): context.mark.line
        default: 1
        }
    }
}

extension Node {
    /// The text of each item of the list under that name; empty when there is none.
    func texts(_ name: String) -> [String] {
        self[name]?.sequence?.compactMap(\.string) ?? []
    }

    /// The entries of the mapping under that name; empty when there is none.
    func entries(_ name: String) -> [(name: String, value: Node)] {
        (self[name]?.mapping ?? [:]).map { ($0.key.string ?? "", $0.value) }
    }

    /// The items of the list under that name; empty when there is none.
    func items(_ name: String) -> [Node] {
        Array(self[name]?.sequence ?? [])
    }
}
