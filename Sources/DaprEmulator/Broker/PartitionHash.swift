/// The partition of a key, as the sidecar's Kafka producer reckons it: FNV-1a of the key, modulo the partitions.
enum PartitionHash {
    static func partition(ofKey key: String, of count: Int) -> Int {
        var hash: UInt32 = 2_166_136_261
        for byte in key.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        return abs(Int(Int32(bitPattern: hash)) % count)
    }
}
