import ServicePorts
import Yams

extension ResourceSet {
    /// Whether the buses let each application do what it does, and nothing else.
    var topicFaults: [Fault] {
        let missing = [Application.bus, Application.realtimeBus].filter { bus in !buses.contains { $0.name == bus } }
        return buses.flatMap(\.busFaults)
            + missing.map { Fault(path: "dapr", line: 1, message: "there is no pub/sub component '\($0)'") }
    }
}

extension Resource {
    fileprivate var busFaults: [Fault] {
        let publishing = Application.all.map { ($0.id, ($0.publishes[name] ?? []) + deadLetters(of: $0)) }
        let subscribing = Application.all.map { ($0.id, $0.subscribes[name] ?? []) }
        let users = Set((publishing + subscribing).filter { !$0.1.isEmpty }.map(\.0))
        let topics = Set((publishing + subscribing).flatMap(\.1))
        let scopesFault =
            Set(scopes) == users ? [] : [file.fault(node["scopes"], "the scopes must be \(listed(users))")]
        return scopesFault + listFaults("allowedTopics", topics) + listFaults("protectedTopics", topics)
            + scopeFaults("publishingScopes", publishing) + scopeFaults("subscriptionScopes", subscribing)
            + groupFaults
    }

    /// The sidecar of a subscriber publishes what the subscriber gives up.
    private func deadLetters(of application: Application) -> [String] {
        (application.subscribes[name] ?? []).map(DeliveryRetryPolicy.deadLetterTopic)
    }

    private func listFaults(_ item: String, _ topics: Set<String>) -> [Fault] {
        let value = metadata(item)?["value"]
        let found = Set((value?.string ?? "").split(separator: ",", omittingEmptySubsequences: false).map(String.init))
        if found == topics { return [] }
        return [file.fault(value ?? node, "\(item) must be \(listed(topics)), and is \(listed(found))")]
    }

    private func scopeFaults(_ item: String, _ wanted: [(id: String, topics: [String])]) -> [Fault] {
        let value = metadata(item)?["value"]
        var granted: [String: Set<String>] = [:]
        for part in (value?.string ?? "").split(separator: ";") {
            let sides = part.split(separator: "=", maxSplits: 1)
            granted[String(sides[0]), default: []].formUnion(
                (sides.count > 1 ? sides[1] : "").split(separator: ",").map(String.init))
        }
        let unknown = granted.keys.sorted().filter { Application.named($0) == nil }.map {
            file.fault(value ?? node, "\(item): '\($0)' is no application")
        }
        return unknown
            + wanted.filter { granted[$0.id] ?? [] != Set($0.topics) }.map {
                let found = listed(granted[$0.id] ?? [])
                return file.fault(value ?? node, "\(item): \($0.id) needs \(listed(Set($0.topics))), and has \(found)")
            }
    }

    /// Shared groups begin at the oldest event; a group of one replica begins with the next.
    private var groupFaults: [Fault] {
        let isOwn = name == Application.realtimeBus
        let group = isOwn ? "{appID}-\(isOfCluster ? "{podName}" : "{uuid}")" : "{appID}"
        let wanted = [
            "consumerGroup": group, "initialOffset": isOwn ? "newest" : "oldest", "escapeHeaders": "true",
            "consumeRetryEnabled": "true",
        ]
        return wanted.sorted { $0.key < $1.key }.compactMap { item, expected in
            let value = metadata(item)?["value"]
            return value?.string == expected
                ? nil : file.fault(value ?? node, "\(item) of '\(name)' must be \"\(expected)\"")
        }
    }

    private func listed(_ names: Set<String>) -> String {
        names.isEmpty ? "nothing" : names.sorted().joined(separator: ",")
    }
}
