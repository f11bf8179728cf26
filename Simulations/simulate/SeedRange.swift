internal import ArgumentParser

/// A run of seeds: `7` or `1...500`.
struct SeedRange: ExpressibleByArgument {
    let seeds: ClosedRange<UInt64>

    init?(argument: String) {
        let bounds = argument.split(separator: ".", omittingEmptySubsequences: true)
        if let single = UInt64(argument) {
            seeds = single...single
        } else if bounds.count == 2, argument.contains("..."), let first = UInt64(bounds[0]),
            let last = UInt64(bounds[1]), first <= last, last - first < 10_000_000
        {
            seeds = first...last
        } else {
            return nil
        }
    }
}
