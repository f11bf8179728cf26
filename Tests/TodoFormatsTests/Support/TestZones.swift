import CivilTime

/// A few zones with present rules.
let testZones = MemoryZoneDatabase(
    [
        ZoneRules(name: "Asia/Karachi", posix: "PKT-5"),
        ZoneRules(name: "Europe/Berlin", posix: "CET-1CEST,M3.5.0,M10.5.0/3"),
        ZoneRules(name: "America/New_York", posix: "EST5EDT,M3.2.0,M11.1.0"),
    ].compactMap(\.self))

/// 2026-11-30T12:00:00Z, a Monday.
let testNow = Timestamp(millisecondsSinceEpoch: 1_796_040_000_000)
