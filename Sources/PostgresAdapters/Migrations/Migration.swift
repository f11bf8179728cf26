/// One step from an earlier schema to a later one.
struct Migration: Sendable {
    /// Its place, from 1; numbers grow, and some may be left out.
    let number: Int64
    /// What it brings.
    let name: String
    /// SQL of any number of statements, which must not end the transaction that they run in.
    let sql: String

    /// Tells whether a migration still is the one that was carried out.
    var checksum: String {
        // FNV-1a with 64 bits: it guards against edits by mistake, not against attack.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in sql.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
