/// A record to be published: its headers are text.
struct OutgoingRecord: Sendable {
    let key: [UInt8]
    let value: [UInt8]
    let headers: [(name: String, value: String)]
}
