import Foundation
import ServicePorts
import Testing
import TodoDomain

/// Files of the repository that tests compare with what is built.
enum RepositoryFiles {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// Every JSON file of a folder by its name without the ending.
    static func json(in folder: String) throws -> [String: JSONValue] {
        let folder = root.appendingPathComponent(folder)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json") }
        return try Dictionary(
            uniqueKeysWithValues: names.map { name in
                let bytes = try #require(FileManager.default.contents(atPath: folder.appendingPathComponent(name).path))
                return (String(name.dropLast(5)), try JSONCodec.decode(from: [UInt8](bytes)))
            })
    }
}
