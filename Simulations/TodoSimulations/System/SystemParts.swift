internal import TodoDomain
internal import TodoPorts
internal import TodoServices

/// The composition root's choices: how each node is wired and started.
///
/// The defaults are the system as it is.
struct SystemParts: Sendable {
    /// The wiring that these parts need; nil for any.
    var wiring: SystemWiring?
    /// The sidecars, where the wiring has any.
    var sidecar = SidecarWiring()
    /// Virtual hours under faults that show what these parts do; nil for as many as the scenario has.
    var hours: Int?
    /// Changes the ports of a node before its services start.
    var wire: @Sendable (_ role: SystemRole, _ ports: inout NodePorts) -> Void = { _, _ in }
    /// Starts a node's services.
    var boot: @Sendable (_ role: SystemRole, _ ports: NodePorts, _ system: TodoSystem) async throws -> Void = {
        try await SystemBoot.start($0, $1, $2)
    }
    /// What a front door makes of a command; a faulty one may answer without asking.
    var perform:
        @Sendable (_ service: TaskService, _ command: TaskCommand, _ context: CommandContext) async throws ->
            CommandOutcome = { try await $0.perform($1, $2) }
    /// True when the recurrence service looks for occurrences that are missing, which heals lost jobs.
    var sweepsOccurrences = true
    /// True when the notification service looks for reminders that are late or at the wrong instant.
    var sweepsReminders = true
    /// True when realtime replicas look now and then whether somebody missed the last update of all.
    var looksAround = true
    /// What is always wrong, whatever the run did; nil for nothing.
    var standingViolation: InvariantViolation?
    /// All that a user has, as the front door answers it.
    var answerState: @Sendable (_ service: TaskService, _ userID: UserID) async throws -> UserStateAnswer = {
        try await UserStateAnswer(epoch: $0.position(of: $1).epoch, $0.state(of: $1))
    }
    /// Frames that a connection holds for a client that has yet to read them.
    var connectionCapacity = 64
    /// What a realtime replica takes for a client's connection.
    var wireConnection: @Sendable (_ connection: any RealtimeConnection) -> any RealtimeConnection = { $0 }
    /// Position that a returning client's connection is resumed from.
    var resumePosition: @Sendable (_ position: StreamPosition) -> StreamPosition = { $0 }
}
