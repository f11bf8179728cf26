internal import ArgumentParser
internal import FoundationEssentials
internal import TodoSimulations

/// A Swift file that takes a regression test; its name is the name of the test's type.
struct RegressionFile {
    let path: String
    private let typeName: String

    /// The file at the path; nil unless it is called like a type, with `.swift` behind.
    init?(path: String) {
        let name = path.split(separator: "/").last ?? ""
        guard name.hasSuffix(".swift"), RegressionTest.isTypeName(String(name.dropLast(6))) else { return nil }
        self.path = path
        typeName = String(name.dropLast(6))
    }

    func write(_ shrunk: ShrunkFailure) throws {
        let text = shrunk.regressionTest(named: typeName).text
        do {
            try Data(text.utf8).write(to: URL(filePath: path))
        } catch {
            throw ValidationError("--write-test: no file can be written at '\(path)'; give a folder that exists")
        }
    }
}
