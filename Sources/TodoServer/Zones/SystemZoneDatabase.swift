public import CivilTime
internal import ServicePorts
internal import Synchronization

/// The time zones that the machine has installed, read from compiled files and kept in memory until `refresh`.
public final class SystemZoneDatabase: ZoneDatabase {
    fileprivate struct Zone {
        let identity: ZoneFile.Identity
        let contentHash: UInt64
        let rules: ZoneRules
    }

    fileprivate struct State {
        var zones: [String: Zone] = [:]
        var release: String
        /// A hash of the files that changed within the release; nil while none did.
        var changes: StableHash?
    }

    private let directory: String
    private let state: Mutex<State>

    /// The zones of a directory of compiled files (RFC 8536).
    public init(directory: String = "/usr/share/zoneinfo") {
        self.directory = directory
        state = Mutex(State(release: ZoneDataVersion.read(directory)))
    }

    /// The release of the data, see `ZoneDataVersion`; with `+` and a hash where files changed and the release did not.
    public var version: String {
        state.withLock { state in state.release + (state.changes.map { "+" + $0.hexadecimal } ?? "") }
    }

    /// The zone's rules; nil when the name is no zone's, or has a form that no zone's name has.
    ///
    /// UTC is always there.
    public func rules(named name: String) -> ZoneRules? {
        guard SystemZoneDatabase.isName(name) else { return nil }
        if name == "UTC" { return .utc }
        if let known = state.withLock({ $0.zones[name] }) { return known.rules }
        guard let zone = load(name) else { return nil }
        state.withLock { $0.zones[name] = zone }
        return zone.rules
    }

    /// Looks whether files of zones that are in use were replaced, and reads those anew; true when any has other rules.
    ///
    /// It asks for the state of each such file and reads no other. A file that is gone or is no zone's any more, as
    /// during an upgrade, leaves the rules as they are.
    public func refresh() -> Bool {
        let known = state.withLock { $0.zones }
        let stale = known.filter { name, zone in
            ZoneFile.Identity(ofFileAt: directory + "/" + name).map { $0 != zone.identity } ?? false
        }
        guard !stale.isEmpty else { return false }
        let fresh = stale.keys.sorted().compactMap { name in load(name).map { (name: name, zone: $0) } }
        let isOther = fresh.filter { $0.zone.contentHash != known[$0.name]?.contentHash }
        let release = ZoneDataVersion.read(directory)
        state.withLock { state in
            for (name, zone) in fresh { state.zones[name] = zone }
            guard release == state.release else {
                state.release = release
                state.changes = nil
                return
            }
            for (name, zone) in isOther { state.note(name, zone.contentHash) }
        }
        return !isOther.isEmpty
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

    private func load(_ name: String) -> Zone? {
        guard let file = ZoneFile(directory + "/" + name), let rules = ZoneRules(name: name, tzif: file.bytes) else {
            return nil
        }
        return Zone(identity: file.identity, contentHash: file.contentHash, rules: rules)
    }
}

extension SystemZoneDatabase.State {
    fileprivate mutating func note(_ name: String, _ contentHash: UInt64) {
        var hash = changes ?? StableHash()
        hash.fold(name)
        hash.fold(contentHash)
        changes = hash
    }
}
