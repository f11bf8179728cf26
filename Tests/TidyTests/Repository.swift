import Foundation
import Testing

/// The repository that this test was built from.
enum Repository {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static let textExtensions: Set = [
        "swift", "md", "json", "yml", "yaml", "html", "css", "js", "c", "h", "sh", "sql", "modulemap", "py", "txt",
    ]
    private static let textNames: Set = ["Makefile", "LICENSE", "NOTICE", "run", ".gitignore", ".swift-format"]
    private static let hiddenFolders: Set = [".ci", ".github"]

    /// Every text file, by path; build products, hidden folders and the package resolution are left out.
    static func files() throws -> [SourceFile] {
        try paths(under: "").sorted().map { path in
            let data = try Data(contentsOf: root.appendingPathComponent(path))
            let text = try #require(String(data: data, encoding: .utf8), "\(path) is not UTF-8")
            return SourceFile(path: path, text: text)
        }
    }

    private static func paths(under folder: String) throws -> [String] {
        let place = folder.isEmpty ? root : root.appendingPathComponent(folder)
        return try FileManager.default.contentsOfDirectory(atPath: place.path).flatMap { name -> [String] in
            let path = folder.isEmpty ? name : "\(folder)/\(name)"
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: root.appendingPathComponent(path).path, isDirectory: &isFolder)
            if isFolder.boolValue {
                return name.hasPrefix(".") && !hiddenFolders.contains(name) ? [] : try paths(under: path)
            }
            let isText = textNames.contains(name) || textExtensions.contains(URL(fileURLWithPath: name).pathExtension)
            return isText ? [path] : []
        }
    }
}
