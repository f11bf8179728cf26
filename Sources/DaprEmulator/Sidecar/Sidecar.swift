internal import NIOHTTP1
internal import SidecarRules

/// One sidecar: it takes its application's requests, and brings it events, jobs and calls.
final class Sidecar: Sendable {
    let description: SidecarDescription
    let core: EmulatorCore
    let listener: HTTPListener
    let status = SidecarStatus()
    /// Open once the sidecar is to end after what it has in hand.
    let stopping = Gate()
    /// Open once the sidecar is to end at once, as when its machine is lost.
    let killed = Gate()
    /// Open once it has ended.
    let ended = Gate()
    let podID: String

    /// How long what is in hand may take when the sidecar stops.
    static let gracePeriod: Duration = .seconds(5)

    /// Binds the sidecar's port; throws `EmulatorError`.
    init(_ description: SidecarDescription, core: EmulatorCore) async throws {
        self.description = description
        self.core = core
        podID = core.identifier()
        listener = try await HTTPListener(host: core.settings.host, port: description.port)
    }

    var appAddress: AppAddress? {
        description.appPort.map { AppAddress(host: description.appHost, port: $0) }
    }

    /// The pub/sub component of that name, when the application has it.
    func pubSub(_ name: String) -> PubSubComponent? {
        core.settings.pubSubs.first { $0.name == name && isScoped($0.appIDs) }
    }

    func isScoped(_ appIDs: Set<String>) -> Bool {
        appIDs.isEmpty || appIDs.contains(description.appID)
    }

    /// Works until it is stopped or the task is cancelled.
    func run(_ caller: AppCaller) async {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                try? await self.listener.run(bodyLimit: self.core.settings.bodyLimit) { exchange in
                    await self.answer(exchange, caller)
                }
                return true
            }
            group.addTask {
                await self.accompany(caller)
                return self.stopping.isOpen
            }
            group.addTask {
                await self.killed.wait()
                return true
            }
            for await isOver in group where isOver { group.cancelAll() }
        }
        status.takesCalls = false
        core.remove(self)
        ended.open()
    }

    /// Headers of every request to the application.
    func headersToApp(_ headers: [(String, String)] = []) -> HTTPHeaders {
        var all = HTTPHeaders(headers)
        if let token = description.appAPIToken { all.replaceOrAdd(name: "dapr-api-token", value: token) }
        return all
    }
}
