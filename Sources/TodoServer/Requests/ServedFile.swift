/// Something whole that is served as it is, with an entity tag that changes with its content.
struct ServedFile: Sendable {
    let path: String
    let mediaType: String
    let bytes: [UInt8]
    /// Changes with the content.
    let entityTag: String

    init(_ path: String, _ mediaType: String, _ bytes: [UInt8]) {
        self.path = path
        self.mediaType = mediaType
        self.bytes = bytes
        entityTag = "\"\(ContentHash.sha256(bytes).prefix(16))\""
    }
}
