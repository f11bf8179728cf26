public import CivilTime
public import Logging
public import ServicePorts
internal import TodoDomain
internal import TodoPorts

/// Asks the task service for the next task of a series whenever an occurrence was completed.
public actor RecurrenceService {
    /// Application id and consumer group.
    public static let serviceName: String = "recurring-task-service"

    private nonisolated let lane: any SerialExecutor
    private let invoker: any ServiceInvoker
    private let zones: any ZoneDatabase
    private let timeout: Duration
    private let logger: Logger

    /// The lane's executor.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { lane.asUnownedSerialExecutor() }

    /// A service over those ports; `timeout` bounds each request to the task service.
    public init(
        lane: any SerialExecutor, invoker: any ServiceInvoker, zones: any ZoneDatabase,
        timeout: Duration = .seconds(10), logger: Logger = Logger(label: "recurring-task-service")
    ) {
        self.lane = lane
        self.invoker = invoker
        self.zones = zones
        self.timeout = timeout
        self.logger = logger
    }

    /// Begins to take events; throws what the bus throws.
    public func start(on bus: any EventBus) async throws -> any EventSubscription {
        try await bus.subscribe(
            to: TodoTopics.taskEvents, as: SubscriptionOptions(group: RecurrenceService.serviceName)
        ) { [self] in await handle($0) }
    }

    func handle(_ delivery: Delivery<TaskEvent>) async -> Acknowledgement {
        guard let request = SuccessorDecision.request(for: delivery.event.data, zones: zones) else { return .success }
        do {
            let answer = try await invoker.invoke(BackendMethods.spawnOccurrence, request, timeout: timeout)
            logger.info(
                "occurrence completed",
                metadata: [
                    "correlation_id": "\(request.correlationID)", "task_id": "\(request.predecessorID)",
                    "successor_id": "\(answer.successorID?.description ?? "none")",
                ])
            return .success
        } catch {
            return .retry(reason: "\(error)")
        }
    }
}
