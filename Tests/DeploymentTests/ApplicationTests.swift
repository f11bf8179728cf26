import DaprAdapters
import Foundation
import ServicePorts
import Testing
import TodoPorts
import TodoServices

/// The table of applications must say what the services do.
@Suite("The table of applications")
struct ApplicationTests {
    @Test("subscriptions are those that the services make")
    func subscriptions() async throws {
        let found = try await Subscriptions.made().flatMap { application, subscriptions in
            subscriptions.map { "\(application): \($0.component) \($0.topic)" }
        }
        let wanted = Application.all.flatMap { application in
            application.subscribes.flatMap { bus, topics in topics.map { "\(application.id): \(bus) \($0)" } }
        }
        #expect(found.sorted() == wanted.sorted())
    }

    @Test("dead letters go to the topics that the buses allow")
    func deadLetters() async throws {
        for subscription in try await Subscriptions.made().values.joined() {
            #expect(subscription.deadLetterTopic == DeliveryRetryPolicy.deadLetterTopic(of: subscription.topic))
        }
    }

    @Test(
        "calls are those that stand in the service's sources",
        arguments: [
            (NotificationService.serviceName, "Reminders"), (RecurrenceService.serviceName, "Recurrence"),
            (RealtimeService.serviceName, "Realtime"), (AuditService.serviceName, "Audit"),
            (BackendMethods.serviceName, "Outbox"),
        ])
    func calls(application: String, folder: String) throws {
        let sources = try SourceText.all(under: "Sources/TodoServices/\(folder)")
        #expect(!sources.isEmpty)
        let names = sources.flatMap { text in
            text.matches(of: /invoke\(\s*BackendMethods\.(\w+)/).map { SourceText.methodName(of: $0.1) }
        }
        #expect(Set(names) == Set(Application.named(application)?.calls ?? []))
    }

    @Test("each method of the backend has a caller")
    func methods() throws {
        let files = [
            "Sources/TodoPorts/Methods/BackendMethods.swift", "Sources/TodoServices/Tasks/PerformCommand.swift",
        ]
        let names = try files.map { try ResourceFile.text(of: $0) }.joined().matches(
            of: /static let (\w+): ServiceMethod/
        ).map { SourceText.methodName(of: $0.1) }
        #expect(Set(names) == Set(Application.all.flatMap(\.calls)))
        #expect(names.count >= 6)
    }
}

private enum SourceText {
    static func all(under folder: String) throws -> [String] {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let names = try FileManager.default.subpathsOfDirectory(atPath: root.appendingPathComponent(folder).path)
        return try names.filter { $0.hasSuffix(".swift") }.map { try ResourceFile.text(of: "\(folder)/\($0)") }
    }

    /// `markReminderSent` is method `mark-reminder-sent`.
    static func methodName(of property: Substring) -> String {
        property.reduce(into: "") { name, letter in name += (letter.isUppercase ? "-" : "") + letter.lowercased() }
    }
}
