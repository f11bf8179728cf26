extension FaultProfile: CustomStringConvertible {
    /// One number of a profile.
    struct Field: Sendable {
        /// Its name.
        let name: String
        /// Where it is.
        let path: any WritableKeyPath<FaultProfile, Int64> & Sendable
        /// The family that it switches on; nil when it only shapes one.
        let family: FaultFamily?
        /// What a swarm draws it from, each order of magnitude equally likely; nil leaves it at its default.
        let swarm: ClosedRange<Int64>?

        init(
            _ name: String, _ path: any WritableKeyPath<FaultProfile, Int64> & Sendable, _ family: FaultFamily? = nil,
            swarm: ClosedRange<Int64>? = nil
        ) {
            self.name = name
            self.path = path
            self.family = family
            self.swarm = swarm
        }
    }

    static let fields: [Field] =
        networkFields + busFields + nodeFields + jobFields + callFields + cutFields + clockFields
        + dataFields

    /// Every number by name, so that a run can be repeated from its output.
    public var description: String {
        FaultProfile.fields.map { "\($0.name)=\(self[keyPath: $0.path])" }.joined(separator: " ")
    }

    /// The families that can strike, in a fixed order.
    public var activeFamilies: [FaultFamily] {
        FaultFamily.allCases.filter { family in
            FaultProfile.fields.contains { $0.family == family && self[keyPath: $0.path] > 0 }
        }
    }

    /// The same profile with one family switched off.
    public func without(_ family: FaultFamily) -> FaultProfile {
        var profile = self
        for field in FaultProfile.fields where field.family == family { profile[keyPath: field.path] = 0 }
        return profile
    }

    /// The same ordinary latency with every family switched off.
    public var healed: FaultProfile {
        FaultFamily.allCases.reduce(self) { $0.without($1) }
    }
}
