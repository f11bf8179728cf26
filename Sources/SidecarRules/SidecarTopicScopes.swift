/// Which topics of a pub/sub component an application may publish to and subscribe to.
public struct SidecarTopicScopes: Sendable, Equatable {
    /// The only topics that there are; empty for all.
    public var allowedTopics: Set<String> = []
    /// Topics for those only that a scope names.
    public var protectedTopics: Set<String> = []
    /// Topics that an application may publish to; an application without an entry may publish to every topic.
    public var publishing: [String: Set<String>] = [:]
    /// Topics that an application may subscribe to; an application without an entry may subscribe to every topic.
    public var subscription: [String: Set<String>] = [:]

    /// Everybody may everything.
    public init() {}

    /// True when the application may publish to the topic.
    public func mayPublish(_ appID: String, to topic: String) -> Bool {
        isAllowed(topic, by: publishing[appID])
    }

    /// True when the application may subscribe to the topic.
    public func maySubscribe(_ appID: String, to topic: String) -> Bool {
        isAllowed(topic, by: subscription[appID])
    }

    private func isAllowed(_ topic: String, by scope: Set<String>?) -> Bool {
        if !allowedTopics.isEmpty, !allowedTopics.contains(topic) { return false }
        if scope == nil, !protectedTopics.contains(topic) { return true }
        return scope?.contains(topic) ?? false
    }

    /// The topics by application of a text such as `app1=t1,t2;app2=t3`; an application without topics may nothing.
    public static func read(_ text: String) -> [String: Set<String>] {
        var scopes: [String: Set<String>] = [:]
        for part in text.filter({ $0 != " " }).split(separator: ";") {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2 else { continue }
            scopes[String(sides[0]), default: []].formUnion(sides[1].split(separator: ",").map(String.init))
        }
        return scopes
    }
}
