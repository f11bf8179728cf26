public import CivilTime

/// Where reading of each partition begins.
public enum KafkaReadingStart: Sendable, Equatable {
    /// At the oldest record that the brokers still have.
    case beginning
    /// After the newest record.
    case end
    /// At the record with that offset, or at the oldest one if that is newer.
    case offset(Int64)
    /// At the first record that is not older than the instant.
    case timestamp(Timestamp)
}

/// Where reading of each partition ends.
public enum KafkaReadingEnd: Sendable, Equatable {
    /// Before the first record published after reading began.
    case now
    /// Before the record with that offset, or where `now` is if that comes first.
    case offset(Int64)
    /// Before the first record that is not older than the instant, or where `now` is if that comes first.
    case timestamp(Timestamp)
    /// Never: reading goes on until it is cancelled or abandoned.
    case never
}
