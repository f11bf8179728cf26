/// Why a filter was refused.
public struct TaskFilterError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Where the fault begins: the number of the character, from 1.
    public let position: Int
    /// What is wrong there, and what would be right.
    public let reason: String

    /// One sentence with the place and the reason.
    public var message: String { "at character \(position): \(reason)" }

    /// The message.
    public var description: String { message }
}
