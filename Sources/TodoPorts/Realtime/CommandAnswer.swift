public import TodoDomain

/// What became of a command that came over a connection.
public enum CommandAnswer: Hashable, Sendable {
    /// It was carried out, now or when it came for the first time.
    ///
    /// The position is that of the change in the user's stream, nil when nothing needed to change; the client has the
    /// change only once the stream brings it. The result is the body that REST answers.
    case accepted(StreamPosition?, result: JSONValue)
    /// It was not; the problem document that REST answers says why.
    case refused(problem: JSONValue)
}
