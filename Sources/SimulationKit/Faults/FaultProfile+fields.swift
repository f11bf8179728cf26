extension FaultProfile: CustomStringConvertible {
    /// One number of a profile: its name, where it is, and the family that it switches on; nil when it only shapes one.
    struct Field: Sendable {
        let name: String
        let path: any WritableKeyPath<FaultProfile, Int64> & Sendable
        let family: FaultFamily?
    }

    static let fields: [Field] = [
        Field(name: "latencyMinimumMicroseconds", path: \.latencyMinimumMicroseconds, family: nil),
        Field(name: "latencyMaximumMicroseconds", path: \.latencyMaximumMicroseconds, family: nil),
        Field(name: "slowMessagesPerMillion", path: \.slowMessagesPerMillion, family: .slowMessages),
        Field(name: "slowMessageMaximumMicroseconds", path: \.slowMessageMaximumMicroseconds, family: nil),
        Field(name: "publishFailuresPerMillion", path: \.publishFailuresPerMillion, family: .publishFailures),
        Field(name: "duplicatePublishesPerMillion", path: \.duplicatePublishesPerMillion, family: .duplicatePublishes),
        Field(
            name: "duplicateDeliveriesPerMillion", path: \.duplicateDeliveriesPerMillion, family: .duplicateDeliveries),
        Field(name: "offsetRewindsPerMillion", path: \.offsetRewindsPerMillion, family: .offsetRewinds),
        Field(name: "offsetRewindMaximumEvents", path: \.offsetRewindMaximumEvents, family: nil),
        Field(name: "rebalancesPerMillion", path: \.rebalancesPerMillion, family: .rebalances),
        Field(name: "stuckHandlersPerMillion", path: \.stuckHandlersPerMillion, family: .stuckHandlers),
        Field(name: "crashesPerMillionDecisions", path: \.crashesPerMillionDecisions, family: .crashes),
        Field(name: "downtimeMinimumMicroseconds", path: \.downtimeMinimumMicroseconds, family: nil),
        Field(name: "downtimeMaximumMicroseconds", path: \.downtimeMaximumMicroseconds, family: nil),
        Field(name: "lateRequestsPerMillion", path: \.lateRequestsPerMillion, family: .lateRequests),
        Field(name: "lateTriggersPerMillion", path: \.lateTriggersPerMillion, family: .lateTriggers),
        Field(name: "triggerLatenessMaximumMicroseconds", path: \.triggerLatenessMaximumMicroseconds, family: nil),
        Field(name: "duplicateTriggersPerMillion", path: \.duplicateTriggersPerMillion, family: .duplicateTriggers),
        Field(name: "callFailuresPerMillion", path: \.callFailuresPerMillion, family: .callFailures),
        Field(name: "invocationFailuresPerMillion", path: \.invocationFailuresPerMillion, family: .invocationFailures),
        Field(name: "outageIntervalMicroseconds", path: \.outageIntervalMicroseconds, family: .outages),
        Field(name: "outageMaximumMicroseconds", path: \.outageMaximumMicroseconds, family: nil),
        Field(name: "clockSkewMaximumMilliseconds", path: \.clockSkewMaximumMilliseconds, family: .clockSkew),
        Field(name: "clockStepIntervalMicroseconds", path: \.clockStepIntervalMicroseconds, family: .clockSkew),
    ]

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
