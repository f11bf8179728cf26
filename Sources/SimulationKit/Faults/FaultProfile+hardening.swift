extension FaultProfile {
    /// The same profile with one family striking at least that often, per million of its chances; what strikes by time
    /// alone stays as it is.
    ///
    /// A failing case with harder faults fails with fewer steps, which makes it easier to read.
    public func hardened(_ family: FaultFamily, perMillion rate: Int64) -> FaultProfile {
        var profile = self
        for field in FaultProfile.fields where field.family == family && field.name.contains("PerMillion") {
            profile[keyPath: field.path] = max(profile[keyPath: field.path], rate)
        }
        return profile
    }
}
