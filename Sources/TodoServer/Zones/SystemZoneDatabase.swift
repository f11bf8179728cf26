public import CivilTime
internal import Glibc
internal import Synchronization

/// The time zones that the machine has installed, read from compiled files and kept in memory.
public final class SystemZoneDatabase: ZoneDatabase {
    private let directory: String
    private let cache = Mutex<[String: ZoneRules]>([:])

    /// Files larger than this are no zones, in bytes.
    private static let mostBytes = 1 << 20

    /// The zones of a directory of compiled files (RFC 8536).
    public init(directory: String = "/usr/share/zoneinfo") {
        self.directory = directory
    }

    /// The zone's rules; nil when the name is no zone's, or has a form that no zone's name has.
    ///
    /// UTC is always there.
    public func rules(named name: String) -> ZoneRules? {
        guard SystemZoneDatabase.isName(name) else { return nil }
        if let known = cache.withLock({ $0[name] }) { return known }
        guard let rules = load(name) else { return nil }
        cache.withLock { $0[name] = rules }
        return rules
    }

    /// Parts of letters, digits, `+`, `-` and `_` between single slashes, each beginning with a letter: nothing that
    /// could lead out of the directory.
    static func isName(_ name: String) -> Bool {
        guard (1...64).contains(name.utf8.count) else { return false }
        return name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
            guard let first = part.utf8.first, isLetter(first) else { return false }
            return part.utf8.allSatisfy { byte in
                isLetter(byte) || (0x30...0x39).contains(byte) || [0x2B, 0x2D, 0x5F].contains(byte)
            }
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    private func load(_ name: String) -> ZoneRules? {
        if name == "UTC" { return .utc }
        guard let file = fopen(directory + "/" + name, "re") else { return nil }
        defer { fclose(file) }
        var status = stat()
        guard fstat(fileno(file), &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_size > 0, status.st_size <= SystemZoneDatabase.mostBytes
        else { return nil }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        guard fread(&bytes, 1, bytes.count, file) == bytes.count else { return nil }
        return ZoneRules(name: name, tzif: bytes)
    }
}
