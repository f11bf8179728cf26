internal import CivilTime
internal import ServicePorts
internal import SimulationKit
internal import TodoPorts

/// What one life of a node is wired to; a planted bug replaces one of these.
struct NodePorts: Sendable {
    let environment: NodeEnvironment
    var clock: any WallClock
    var zones: any ZoneDatabase
    var bus: any EventBus
    var scheduler: any JobScheduler
    var invoker: any ServiceInvoker
    var host: any ServiceHost
    /// Where users' commands come in, past every sidecar.
    var frontDoor: any ServiceHost
    /// Lets the outside know that every route is registered; returns when events, jobs and calls can come.
    var announce: @Sendable () async throws -> Void = {}
    var taskStore: any TaskStore
    var auditLog: any AuditLog
    var webhookStore: any WebhookStore
    var webhookSender: any WebhookSender
    /// Where realtime replicas tell each other how many connections users have.
    var state: any StateStore
}
