public import TodoDomain

/// Why a command was not carried out.
///
/// Except for `outcomeUnknown`, nothing happened.
public enum TaskRefusal: Error, Sendable, Hashable, Codable {
    /// The user has no such task, reminder or tag; the text names it.
    case notFound(String)
    /// The input is wrong.
    case invalid(ValidationFailure)
    /// The task, or the settings, have another version than the one expected.
    case versionMismatch(current: Int64)
    /// Another tag has the name.
    case tagExists(name: String)
    /// What is asked does not go with what the task is now; the text says why.
    case conflict(String)
    /// The key was used for another command.
    case idempotencyKeyReused
    /// A reminder's instant has not come.
    case tooEarly
    /// Too many others change this user's tasks at once; try again.
    case busy
    /// The store could not be reached; try again.
    case unavailable(String)
    /// The store did not say whether the command was carried out; trying again with the same key is safe.
    case outcomeUnknown(String)
}
