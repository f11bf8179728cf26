/// What a client is for.
enum ClientKind: Sendable {
    case producer
    case consumer
}
