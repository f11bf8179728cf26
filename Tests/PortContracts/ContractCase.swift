/// One promise of a port, as a check that any implementation can run.
public struct ContractCase<Suite: Sendable>: Sendable, CustomStringConvertible {
    /// The promise as a sentence.
    public let name: String
    private let check: @Sendable (Suite) async throws -> Void

    /// A promise with the check that throws `ContractViolation` when it is broken.
    public init(_ name: String, _ check: @escaping @Sendable (Suite) async throws -> Void) {
        self.name = name
        self.check = check
    }

    /// Runs the check; throws `ContractViolation`, or whatever the port threw unexpectedly.
    public func run(on suite: Suite) async throws {
        try await check(suite)
    }

    /// The promise as a sentence.
    public var description: String { name }
}
