/// Which version of the zone data a sweep has gone through, so that another one is noticed.
struct ZoneDataWatch {
    private var known: String?

    /// True when everything must be looked at: at the first time, and after pages that different versions answered.
    var isUnsure: Bool { known == nil }

    /// Takes note of the versions that answered the pages of one sweep; true when everything must be looked at now.
    mutating func see(_ versions: Set<String>, wasComplete: Bool) -> Bool {
        let version = versions.count == 1 ? versions.first : nil
        guard wasComplete else { return version != known }
        known = version
        return false
    }
}
