import Foundation
import Testing

/// Repeats a check a few thousand times, or for as long as an environment variable says in seconds, and then looks at
/// the memory too.
struct FuzzRun {
    let variable: String

    func run(_ check: (_ round: Int) throws -> Void) throws {
        let setting = ProcessInfo.processInfo.environment[variable]
        let seconds = try setting.map { try #require(Double($0), "the variable is a number") }
        let clock = ContinuousClock()
        let began = clock.now
        var kilobytes: [Int] = []
        var slowest = Duration.zero
        var rounds = 0
        while seconds != nil || rounds < 2_000 {
            if rounds % 1_000 == 0 {
                kilobytes.append(FuzzRun.residentKilobytes)
                if let seconds, clock.now - began >= .seconds(seconds) { break }
            }
            slowest = max(slowest, try clock.measure { try check(rounds) })
            rounds += 1
        }
        // Among other tests of the same process its memory says nothing of this one.
        guard setting != nil else { return }
        let growth = (kilobytes.last ?? 0) - kilobytes[kilobytes.count / 2]
        #expect(growth < 16_384, "kilobytes in use: \(kilobytes)")
        print("\(rounds) files read, slowest \(slowest), kilobytes grown in the second half \(growth)")
    }

    private static var residentKilobytes: Int {
        let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? 0
    }
}
