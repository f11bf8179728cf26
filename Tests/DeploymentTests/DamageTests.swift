import Foundation
import Testing

/// A change to a file that must be noticed.
struct Damage: Sendable, CustomTestStringConvertible {
    /// From the folder `dapr`.
    let path: String
    let text: String
    let becomes: String
    /// Parts of what must be said, beside the file and the line.
    let says: String

    var testDescription: String { "\(path): \(text.split(separator: "\n").first ?? "") → \(says)" }

    static let bus = "local/resources/kafka-pubsub.yaml"
    static let busOfCluster = "cluster/components/kafka-pubsub.yaml"
    static let realtimeBus = "cluster/components/kafka-pubsub-realtime.yaml"
    static let backend = "cluster/configuration/backend-service.yaml"
    static let resiliency = "cluster/resiliency.yaml"
    static let run = "local/dapr.yaml"

    static let all: [Damage] = [
        Damage(path: bus, text: "name: brokers", becomes: "name: broker", says: "no metadata 'broker'"),
        Damage(path: bus, text: "value: \"none\"", becomes: "value: \"nobody\"", says: "'authType' must be none or"),
        Damage(path: bus, text: "value: \"true\"", becomes: "value: true", says: "must be text; quote it"),
        Damage(path: bus, text: "value: \"oldest\"", becomes: "value: \"newest\"", says: "must be \"oldest\""),
        Damage(path: bus, text: "type: pubsub.kafka", becomes: "type: pubsub.kafkaa", says: "type 'pubsub.kafkaa'"),
        Damage(path: bus, text: "scopes: [backend-service, ", becomes: "scopes: [", says: "the scopes must be"),
        Damage(path: bus, text: "scopes: [backend-service,", becomes: "scopes: [backend,", says: "no application"),
        Damage(path: bus, text: "audit-service=task-events;r", becomes: "audit-service=reminders;r", says: "needs"),
        Damage(
            path: bus, text: "=reminders.dead-letter,task-events.dead-letter\"",
            becomes: "=reminders,task-events.dead-letter\"",
            says: "notification-service needs reminders.dead-letter"),
        Damage(
            path: bus, text: ",task-events.dead-letter,reminders.dead-letter\"\n    - name: protected",
            becomes: ",reminders.dead-letter\"\n    - name: protected", says: "allowedTopics must be"),
        Damage(path: bus, text: "  name: kafka-pubsub\n", becomes: "  name: bus\n", says: "component 'kafka-pubsub'"),
        Damage(
            path: busOfCluster, text: "secretKeyRef: {name: todo-kafka, key: password}", becomes: "value: \"hunter2\"",
            says: "'saslPassword' must come from a secret"),
        Damage(
            path: busOfCluster, text: "  secretStore: kubernetes", becomes: "  secretStore: vault",
            says: "auth.secretStore must be kubernetes"),
        Damage(
            path: busOfCluster, text: "namespace: todo-app", becomes: "namespace: default", says: "must be 'todo-app'"),
        Damage(path: realtimeBus, text: "{podName}", becomes: "{uuid}", says: "must be \"{appID}-{podName}\""),
        Damage(
            path: "local/resources/statestore.yaml", text: "todo@127", becomes: "todo:hunter2@127",
            says: "a password stands in the file"),
        Damage(
            path: resiliency, text: "policy: constant", becomes: "policy: exponential", says: "would be dead letters"),
        Damage(path: resiliency, text: "duration: 5s", becomes: "maxRetries: 3", says: "would be dead letters"),
        Damage(path: resiliency, text: "  - audit-service\n", becomes: "", says: "audit-service subscribes"),
        Damage(path: resiliency, text: "untilHandled:", becomes: "untilDone:", says: "no policy 'untilHandled'"),
        Damage(
            path: resiliency, text: "inbound: {timeout",
            becomes: "outbound: {retry: untilHandled}\n        inbound: {timeout",
            says: "one command could become two"),
        Damage(path: backend, text: "/sweep-reminders", becomes: "/sweep", says: "notification-service may call"),
        Damage(path: backend, text: "httpVerb: [POST]", becomes: "httpVerb: ['*']", says: "allows POST"),
        Damage(path: backend, text: "appId: websocket-service", becomes: "appId: frontend", says: "calls nothing"),
        Damage(
            path: backend, text: "defaultAction: deny\n    trust", becomes: "defaultAction: allow\n    trust",
            says: "must deny"),
        Damage(path: backend, text: "[jwt]", becomes: "[jwt, database]", says: "jwt may be read"),
        Damage(path: backend, text: "  api:", becomes: "  mtls: {enabled: true}\n  api:", says: "no field 'mtls'"),
        Damage(path: backend, text: "{name: state,", becomes: "{name: jobs,", says: "api.allowed must be"),
        Damage(path: backend, text: "  name: backend-service", becomes: "  name: backend", says: "called after no"),
        Damage(path: run, text: "appPort: 8002", becomes: "appPort: 8001", says: "must be 8002, and is 8001"),
        Damage(path: run, text: "metricsPort: 9112", becomes: "metricsPort: 9111", says: "port 9111 is taken"),
        Damage(path: run, text: "appID: audit-service", becomes: "appID: auditor", says: "'auditor' is no application"),
        Damage(path: run, text: "serve, mcp]", becomes: "serve, mpc]", says: "and is [\".build/release/todo\""),
        Damage(path: run, text: "TODO_SECRET_STORE:", becomes: "APP_API_TOKEN:", says: "comes from the shell"),
        Damage(path: run, text: "    schedulerHostAddress: 127.0.0.1:50006\n", becomes: "", says: "having scheduler"),
    ]
}

@Suite("Damage to what Dapr is told")
struct DamageTests {
    @Test("is noticed, with its file and line", arguments: Damage.all)
    func isNoticed(damage: Damage) throws {
        let folder = damage.path.hasPrefix("local/") ? "dapr/local" : "dapr/cluster"
        var files = try ResourceFile.all(under: folder)
        let index = try #require(files.firstIndex { $0.path == "dapr/\(damage.path)" })
        let place = try #require(files[index].text.range(of: damage.text), "'\(damage.text)' is not there any more")
        files[index].text.replaceSubrange(place, with: damage.becomes)
        let runFiles = files.filter { $0.path == RunFile.path }.map(RunFile.init)
        let faults = ResourceSet(files).faults + runFiles.flatMap(\.faults)
        #expect(faults.contains { $0.message.contains(damage.says) }, "it says \(faults)")
    }
}
