internal import CivilTime
internal import FoundationEssentials

/// The machine's zone data, read each time that a schedule names a zone.
enum SystemZones {
    /// The rules of a zone; nil when there is none of that name.
    static func rules(named name: String) -> ZoneRules? {
        if name == "UTC" { return .utc }
        let isName = !name.isEmpty && !name.contains("..") && !name.hasPrefix("/")
        guard isName, let data = FileManager.default.contents(atPath: "/usr/share/zoneinfo/" + name) else { return nil }
        return ZoneRules(name: name, tzif: Array(data))
    }
}
