#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// What a path holds, judged from the file's header before SQLite touches it.
enum DatabaseFile {
    /// Marks the files of this program: "evTD" in the application-id field of the SQLite header.
    static let applicationID: UInt32 = 0x6576_5444

    private static let headerLength = 100
    private static let applicationIDOffset = 68

    /// What was found at the path.
    enum Content: Equatable {
        /// No file, or an empty one.
        case nothing
        /// A database of this program.
        case ours
    }

    /// Looks at the path; throws `EmbeddedDatabaseError` when it cannot be a database of this program.
    static func inspect(_ path: String) throws -> Content {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return .nothing }
            throw inaccessible(path, errno)
        }
        defer { close(descriptor) }
        var header = [UInt8](repeating: 0, count: headerLength)
        let length = read(descriptor, &header, headerLength)
        guard length >= 0 else { throw inaccessible(path, errno) }
        guard length > 0 else { return .nothing }
        guard length == headerLength, header.starts(with: Array("SQLite format 3\u{0}".utf8)) else {
            throw EmbeddedDatabaseError(
                .notADatabase, "'\(path)' is not an SQLite database; name another file or move this one away")
        }
        guard applicationID(in: header) == applicationID else {
            throw EmbeddedDatabaseError(
                .foreign, "'\(path)' is an SQLite database of another program; name another file or move this one away")
        }
        return .ours
    }

    private static func applicationID(in header: [UInt8]) -> UInt32 {
        header[applicationIDOffset..<(applicationIDOffset + 4)].reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// The error for a path that the operating system refuses.
    static func inaccessible(_ path: String, _ code: Int32) -> EmbeddedDatabaseError {
        let reason = String(cString: strerror(code))
        return EmbeddedDatabaseError(
            .inaccessible,
            "cannot open the database '\(path)': \(reason); name a file in an existing directory that can be written to"
        )
    }
}
