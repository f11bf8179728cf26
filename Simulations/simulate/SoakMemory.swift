internal import ArgumentParser
internal import FoundationEssentials
internal import TodoSimulations

/// What a soak remembers from one go to the next, in a folder: the next seed, and the seeds that failed.
struct SoakMemory {
    /// The file that takes one line for each failing seed.
    let failuresPath: String
    private let seedPath: String
    /// The seed that comes next.
    private(set) var nextSeed: UInt64
    /// The failures of this go.
    private(set) var failures: [String] = []

    /// Makes the folder if there is none; throws a sentence for the person when that, or reading it, fails.
    init(folder: String) throws {
        failuresPath = folder + "/failures.txt"
        seedPath = folder + "/next-seed"
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw ValidationError("--state: no folder can be made at '\(folder)'; give a path that may be written")
        }
        nextSeed = 1
        guard let data = FileManager.default.contents(atPath: seedPath) else { return }
        let text = String(decoding: data, as: UTF8.self).split { $0.isWhitespace }.joined(separator: " ")
        guard let seed = UInt64(text) else {
            throw ValidationError("--state: '\(seedPath)' holds '\(text)'; it must hold one seed, or be removed")
        }
        nextSeed = seed
    }

    /// Writes down what a seed came to; throws a sentence for the person when a file cannot be written.
    mutating func note(_ outcome: SeedOutcome, nextSeed: UInt64) throws {
        if let failure = outcome.failure {
            let line = "seed \(outcome.seed): \(failure.name): \(outcome.command)"
            failures.append(line)
            StandardError.print("  FAILED \(line)")
            try append(line)
        }
        guard nextSeed != self.nextSeed else { return }
        self.nextSeed = nextSeed
        try write(Data("\(nextSeed)\n".utf8), to: seedPath)
    }

    private func append(_ line: String) throws {
        let known = FileManager.default.contents(atPath: failuresPath) ?? Data()
        try write(known + Data((line + "\n").utf8), to: failuresPath)
    }

    private func write(_ data: Data, to path: String) throws {
        do {
            try data.write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw ValidationError("--state: '\(path)' cannot be written; is there room, and may you write?")
        }
    }
}
