internal import TodoDomain

/// Who goes from one position to the next as one.
enum Listener: Hashable, Sendable {
    /// Everybody in a user's room.
    case room(UserID)
    /// One connection that is not in the room, as it is not as far as the others are.
    case connection(UInt64)
}
