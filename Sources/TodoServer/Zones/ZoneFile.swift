internal import Glibc
internal import ServicePorts

/// A compiled zone's file as it was read.
struct ZoneFile {
    /// What tells a file from one that took its place, without reading it.
    struct Identity: Equatable {
        let device: UInt64
        let inode: UInt64
        let size: Int
        let changedSeconds: Int
        let changedNanoseconds: Int

        fileprivate init?(_ status: stat) {
            guard status.st_mode & S_IFMT == S_IFREG, status.st_size > 0, status.st_size <= ZoneFile.mostBytes else {
                return nil
            }
            device = UInt64(status.st_dev)
            inode = UInt64(status.st_ino)
            size = Int(status.st_size)
            changedSeconds = status.st_mtim.tv_sec
            changedNanoseconds = status.st_mtim.tv_nsec
        }

        /// The identity of the file of that path now; nil when it can be no zone's.
        init?(ofFileAt path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            self.init(status)
        }
    }

    /// Files larger than this are no zones, in bytes.
    private static let mostBytes = 1 << 20

    let identity: Identity
    let bytes: [UInt8]

    /// A hash that is the same on every machine.
    var contentHash: UInt64 {
        var hash = StableHash()
        for byte in bytes { hash.fold(UInt64(byte)) }
        return hash.value
    }

    /// Reads the file; nil when it can be no zone's or cannot be read.
    init?(_ path: String) {
        guard let file = fopen(path, "re") else { return nil }
        defer { fclose(file) }
        var status = stat()
        guard fstat(fileno(file), &status) == 0, let identity = Identity(status) else { return nil }
        var bytes = [UInt8](repeating: 0, count: identity.size)
        guard fread(&bytes, 1, bytes.count, file) == bytes.count else { return nil }
        self.identity = identity
        self.bytes = bytes
    }
}
