extension FaultProfile {
    /// The smallest profile found, family by family, with which the run still fails.
    ///
    /// `stillFails` runs the failing case again with the profile that it is given; a family without which the failure
    /// stays is left out for good, so what remains is what the failure needs.
    public func shrunk(while stillFails: (FaultProfile) throws -> Bool) rethrows -> FaultProfile {
        if try stillFails(healed) { return healed }
        var smallest = self
        var hasShrunk = true
        while hasShrunk {
            hasShrunk = false
            for family in smallest.activeFamilies {
                let candidate = smallest.without(family)
                guard try stillFails(candidate) else { continue }
                smallest = candidate
                hasShrunk = true
            }
        }
        return smallest
    }
}
