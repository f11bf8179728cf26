#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The seed that whoever started the tests asks for.
struct RequestedSeed: Sendable, Equatable {
    /// The seed; nil runs all seeds of a test.
    var value: UInt64?
    /// What is wrong with the request; nil when it can be followed.
    var fault: String?

    static let variable = "SIMULATION_SEED"
    static let fromEnvironment = RequestedSeed(text: getenv(variable).map { String(cString: $0) })

    init(text: String?) {
        guard let text, !text.isEmpty else { return }
        value = UInt64(text)
        if value == nil {
            fault = "\(RequestedSeed.variable) must be a whole number from 0 to \(UInt64.max), not '\(text)'"
        }
    }
}

/// What the tests were asked for cannot be done.
struct RequestError: Error, CustomStringConvertible {
    let description: String
}
