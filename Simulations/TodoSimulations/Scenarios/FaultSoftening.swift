public import SimulationKit

/// Kinds of faults that are many times rarer, or weaker, than their profile says.
public struct FaultSoftening: Sendable, Equatable {
    /// By how much each kind is divided; 2 to a million.
    public private(set) var divisors: [FaultFamily: Int64]

    /// Nothing is softened.
    public static let none = FaultSoftening(divisors: [:])

    private init(divisors: [FaultFamily: Int64]) {
        self.divisors = divisors
    }

    /// Reads kinds with their divisors and commas between, such as `crashes=8,outages=64`; nil for anything else.
    public init?(text: String) {
        var divisors: [FaultFamily: Int64] = [:]
        for word in text.split(separator: ",", omittingEmptySubsequences: false) {
            let halves = word.split(separator: "=", omittingEmptySubsequences: false)
            guard halves.count == 2, let family = FaultFamily(rawValue: String(halves[0])),
                let divisor = Int64(halves[1]), (2...1_000_000).contains(divisor),
                divisors.updateValue(divisor, forKey: family) == nil
            else { return nil }
        }
        self.divisors = divisors
    }

    /// The text that `init(text:)` reads; empty when nothing is softened.
    public var text: String {
        ordered.map { "\($0.family.rawValue)=\($0.divisor)" }.joined(separator: ",")
    }

    private var ordered: [(family: FaultFamily, divisor: Int64)] {
        FaultFamily.allCases.compactMap { family in divisors[family].map { (family, $0) } }
    }

    /// The same with one kind divided by that; 1 leaves it as its profile says.
    public func with(_ family: FaultFamily, dividedBy divisor: Int64) -> FaultSoftening {
        var divisors = divisors
        divisors[family] = divisor > 1 ? divisor : nil
        return FaultSoftening(divisors: divisors)
    }

    /// The profile with those kinds softened.
    func apply(to profile: FaultProfile) -> FaultProfile {
        ordered.reduce(profile) { $0.softened($1.family, by: $1.divisor) }
    }
}
