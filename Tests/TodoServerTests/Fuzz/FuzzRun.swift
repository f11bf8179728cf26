import Foundation
import Testing

/// Repeats a check so many times, or for as long as an environment variable says in seconds, and then looks at the
/// memory too.
///
/// The numbers come from a seed, 1 unless `FUZZ_SEED` says another; what is found names it.
struct FuzzRun {
    let variable: String
    /// Rounds when the variable says nothing.
    var rounds = 2_000
    /// The most kilobytes that the second half of a long run may take.
    var mostGrowth = 16_384

    static var seed: UInt64 { ProcessInfo.processInfo.environment["FUZZ_SEED"].flatMap { UInt64($0) } ?? 1 }

    /// Does the rounds; what `check` throws ends them.
    func run(_ check: (_ round: Int) async throws -> Void) async throws {
        let setting = ProcessInfo.processInfo.environment[variable]
        let seconds = try setting.map { try #require(Double($0), "the variable is a number") }
        let clock = ContinuousClock()
        let began = clock.now
        var kilobytes: [Int] = []
        var slowest = Duration.zero
        var round = 0
        while seconds != nil || round < rounds {
            if round % 500 == 0 {
                kilobytes.append(FuzzRun.residentKilobytes)
                if let seconds, clock.now - began >= .seconds(seconds) { break }
            }
            let start = clock.now
            try await check(round)
            slowest = max(slowest, clock.now - start)
            round += 1
        }
        // Among other tests of the same process its memory says nothing of this one.
        guard setting != nil else { return }
        let growth = (kilobytes.last ?? 0) - kilobytes[kilobytes.count / 2]
        #expect(growth < mostGrowth, "kilobytes in use: \(kilobytes)")
        print(
            "\(variable): \(round) rounds of seed \(FuzzRun.seed), slowest \(slowest), kilobytes"
                + " \(kilobytes.first ?? 0) at first, \(kilobytes.last ?? 0) at last, \(growth) more than at half time"
        )
    }

    static var residentKilobytes: Int {
        let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? 0
    }
}
