extension FaultProfile {
    /// The same profile with one family that many times rarer, or its strength that many times smaller.
    ///
    /// What is on stays on: no number of the family falls to zero. A divisor below 2 changes nothing.
    public func softened(_ family: FaultFamily, by divisor: Int64) -> FaultProfile {
        guard divisor > 1 else { return self }
        var profile = self
        for field in FaultProfile.fields where field.family == family {
            let value = profile[keyPath: field.path]
            guard value > 0 else { continue }
            // An interval between two strikes grows, a rate or a strength falls.
            let (longer, overflow) = value.multipliedReportingOverflow(by: divisor)
            profile[keyPath: field.path] =
                field.name.contains("Interval") ? (overflow ? .max : longer) : max(1, value / divisor)
        }
        return profile
    }
}
