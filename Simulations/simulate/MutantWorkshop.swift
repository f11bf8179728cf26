internal import FoundationEssentials

/// A copy of the package in which services are changed, built and run; kept, so that the next build is a short one.
struct MutantWorkshop {
    private static let copied = ["Package.swift", "Package.resolved", "Sources", "Simulations", "Tests"]
    let package: String
    let scratch: String

    private var log: String { scratch + "/.log" }

    /// What became of one mutant.
    enum Outcome {
        /// An invariant broke at a seed.
        case broken(invariant: String, seed: Int)
        /// Every seed passed.
        case survived
        /// The patch is for other sources than these.
        case doesNotApply
        /// The changed sources do not build.
        case doesNotBuild
    }

    /// Makes the copy equal to the package, leaving files alone that are equal already.
    func prepare() throws {
        try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
        for name in MutantWorkshop.copied { try mirror(name) }
    }

    /// Applies the mutant's patch, builds, runs seeds until one fails, and takes the patch back.
    func outcome(of mutant: Mutant, limit: Int) -> Outcome {
        guard git("apply", "--check", mutant.path), git("apply", mutant.path) else { return .doesNotApply }
        defer { _ = git("apply", "--reverse", mutant.path) }
        guard run("swift", "build", "-c", "release", "--product", "simulate") else { return .doesNotBuild }
        guard !run(".build/release/simulate", "run", "--no-shrink", "--seeds", "1...\(limit)") else { return .survived }
        return told()
    }

    /// What the last program said, for whoever must mend what failed.
    var lastWords: String {
        let said = try? String(decoding: Data(contentsOf: URL(filePath: log)), as: UTF8.self)
        return said?.split(separator: "\n").filter { $0.contains("error") }.prefix(3).joined(separator: "\n") ?? ""
    }

    private func run(_ words: String...) -> Bool {
        ShellCommand(words: words, folder: scratch, log: log).succeeds()
    }

    /// A patch is applied to files, whatever repository the folder may lie in.
    private func git(_ words: String...) -> Bool {
        let ceiling = "GIT_CEILING_DIRECTORIES=" + URL(filePath: scratch).deletingLastPathComponent().path
        return ShellCommand(words: ["env", ceiling, "git"] + words, folder: scratch, log: log).succeeds()
    }

    private func told() -> Outcome {
        let said = (try? String(decoding: Data(contentsOf: URL(filePath: log)), as: UTF8.self)) ?? ""
        let lines = said.split(separator: "\n")
        let name = lines.first { $0.hasPrefix("invariant: ") }.map { String($0.dropFirst("invariant: ".count)) }
        let words = lines.first { $0.hasPrefix("replay: ") }?.split(separator: " ") ?? []
        let seed = words.firstIndex(of: "--seed").flatMap { words.dropFirst($0 + 1).first }.flatMap { Int($0) }
        guard let name, let seed else { return .broken(invariant: "nothing that it names", seed: 0) }
        return .broken(invariant: name, seed: seed)
    }

    private func mirror(_ name: String) throws {
        let files = FileManager.default
        let source = package + "/" + name
        let copy = scratch + "/" + name
        var isFolder = false
        guard files.fileExists(atPath: source, isDirectory: &isFolder) else {
            if files.fileExists(atPath: copy) { try files.removeItem(atPath: copy) }
            return
        }
        guard isFolder else {
            if !files.contentsEqual(atPath: source, andPath: copy) {
                if files.fileExists(atPath: copy) { try files.removeItem(atPath: copy) }
                try files.copyItem(atPath: source, toPath: copy)
            }
            return
        }
        try files.createDirectory(atPath: copy, withIntermediateDirectories: true)
        let names = Set(try files.contentsOfDirectory(atPath: source) + files.contentsOfDirectory(atPath: copy))
        for child in names.sorted() { try mirror(name + "/" + child) }
    }
}
