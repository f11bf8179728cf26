internal import FoundationEssentials
internal import TodoSimulations

/// A small change inside a service that must break an invariant, as a patch with two lines that tell of it.
struct Mutant {
    let name: String
    let path: String
    let summary: String
    let breaks: Set<InvariantName>

    /// Reads `Summary: …` and `Breaks: …, …` from the head of a patch; throws `MutantFault` when they are not there.
    init(path: String) throws {
        let file = URL(filePath: path)
        let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        let head = text.split(separator: "\n").prefix { !$0.hasPrefix("diff ") }
        func field(_ label: String) throws -> String {
            guard let line = head.first(where: { $0.hasPrefix(label) }) else {
                throw MutantFault(text: "\(file.lastPathComponent) has no line that begins with '\(label)'")
            }
            return String(line.dropFirst(label.count))
        }
        self.path = path
        name = file.deletingPathExtension().lastPathComponent
        summary = try field("Summary: ")
        breaks = Set(
            try field("Breaks: ").split(separator: ",").map { word in
                let text = String(word.drop { $0 == " " })
                guard let invariant = InvariantName(rawValue: text) else {
                    throw MutantFault(text: "\(file.lastPathComponent) breaks '\(text)', which is no invariant")
                }
                return invariant
            })
    }

    /// Every mutant of a package, by name.
    static func all(inPackage package: String) throws -> [Mutant] {
        let folder = package + "/Simulations/Mutants"
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw MutantFault(text: "there is no folder '\(folder)'; give the package's own with --package")
        }
        return try names.filter { $0.hasSuffix(".patch") }.sorted().map { try Mutant(path: folder + "/" + $0) }
    }
}

/// Why a mutant cannot be tried.
struct MutantFault: Error, CustomStringConvertible {
    let text: String

    var description: String { text }
}
