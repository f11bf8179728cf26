public import CivilTime

/// An event as the broker keeps it.
public struct StoredEvent: Sendable, Equatable {
    /// Its partition.
    public let partition: Int
    /// Its place in the partition, from 0.
    public let offset: Int
    /// Its key; nil when it was published without one.
    public let key: String?
    /// The bytes: a CloudEvent in JSON, or a raw payload.
    public let bytes: [UInt8]
    /// Record headers by lower-case name: the metadata of its publication.
    public let headers: [String: String]
    /// When the broker took it.
    public let storedAt: Timestamp
}
