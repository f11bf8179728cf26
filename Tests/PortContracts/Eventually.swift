public import ServicePorts

/// How long to wait between two looks at a condition.
private let pollInterval: Duration = .milliseconds(10)

/// Returns once the condition holds; throws `ContractViolation` when it still does not after `within`.
///
/// Time passes only through the clock's `sleep`, so that it works in virtual time and under a skewed clock.
public func eventually(
    on clock: any WallClock, within: Duration = .seconds(30), _ what: String, file: StaticString = #fileID,
    line: UInt = #line, _ condition: () async throws -> Bool
) async throws {
    var waited: Duration = .zero
    while try await !condition() {
        guard waited < within else {
            throw ContractViolation("still not true after \(within): \(what)", file: file, line: line)
        }
        try await clock.sleep(for: pollInterval)
        waited += pollInterval
    }
}
