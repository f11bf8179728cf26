/// A promise that an implementation of a port broke.
public struct ContractViolation: Error, CustomStringConvertible {
    /// What was expected and what was seen instead.
    public let message: String
    /// The place of the check, as file and line.
    public let place: String

    /// A violation found at that place.
    public init(_ message: String, file: StaticString = #fileID, line: UInt = #line) {
        self.message = message
        place = "\(file):\(line)"
    }

    /// The message and the place of the check.
    public var description: String { "\(message) [\(place)]" }
}

/// Throws `ContractViolation` with the message when the condition does not hold.
public func require(
    _ condition: Bool, _ message: @autoclosure () -> String, file: StaticString = #fileID, line: UInt = #line
) throws {
    guard condition else { throw ContractViolation(message(), file: file, line: line) }
}

/// The error of that type that the body throws; throws `ContractViolation` when it throws none or another one.
public func requireError<Failure: Error>(
    _ type: Failure.Type, _ what: String, file: StaticString = #fileID, line: UInt = #line,
    from body: () async throws -> Void
) async throws -> Failure {
    do {
        try await body()
    } catch let failure as Failure {
        return failure
    } catch {
        throw ContractViolation("\(what): expected \(type), got \(error)", file: file, line: line)
    }
    throw ContractViolation("\(what): expected \(type), but it succeeded", file: file, line: line)
}
