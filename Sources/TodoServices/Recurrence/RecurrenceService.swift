public import CivilTime
public import Logging
public import ServicePorts
internal import TodoDomain
internal import TodoPorts

/// Asks the task service for the next task of a series whenever an occurrence was done, or whenever its time comes.
public actor RecurrenceService {
    /// Application id and consumer group.
    public static let serviceName: String = "recurring-task-service"

    private nonisolated let lane: any SerialExecutor
    let scheduler: any JobScheduler
    let invoker: any ServiceInvoker
    private let zones: any ZoneDatabase
    let timeout: Duration
    let logger: Logger
    /// The zone data by which the jobs of occurrences were made.
    var zoneData = ZoneDataWatch()

    /// The lane's executor.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { lane.asUnownedSerialExecutor() }

    /// A service over those ports; `timeout` bounds each request to the task service.
    public init(
        lane: any SerialExecutor, scheduler: any JobScheduler, invoker: any ServiceInvoker, zones: any ZoneDatabase,
        timeout: Duration = .seconds(10), logger: Logger = Logger(label: "recurring-task-service")
    ) {
        self.lane = lane
        self.scheduler = scheduler
        self.invoker = invoker
        self.zones = zones
        self.timeout = timeout
        self.logger = logger
    }

    /// Begins to take triggers and events; throws what the ports throw.
    public func start(on bus: any EventBus) async throws -> any EventSubscription {
        try await scheduler.handleTriggers(ofJobsPrefixed: OccurrenceJob.prefix) { [self] in await advance($0) }
        return try await bus.subscribe(
            to: TodoTopics.taskEvents, as: SubscriptionOptions(group: RecurrenceService.serviceName)
        ) { [self] in await handle($0) }
    }

    func handle(_ delivery: Delivery<TaskEvent>) async -> Acknowledgement {
        do {
            if let job = try OccurrenceJob.wanted(by: delivery.event.data, zones: zones) {
                try await scheduler.schedule(job)
            }
            if let request = SuccessorDecision.request(for: delivery.event.data, zones: zones) {
                try await spawn(request)
            }
            return .success
        } catch let error as JobSchedulerError where error.code == .invalid {
            return .drop(reason: error.message)
        } catch {
            return .retry(reason: "\(error)")
        }
    }

    private func spawn(_ request: SpawnOccurrence) async throws {
        let answer = try await invoker.invoke(BackendMethods.spawnOccurrence, request, timeout: timeout)
        report("occurrence completed", request.predecessorID, answer.successorID, request.correlationID)
    }

    func advance(_ trigger: JobTrigger) async -> TriggerOutcome {
        guard let request = try? JSONCodec.decode(AdvanceSeries.self, from: trigger.payload) else {
            return .drop(reason: "the job's payload asks for no occurrence")
        }
        do {
            switch try await invoker.invoke(BackendMethods.advanceSeries, request, timeout: timeout) {
            case .notYet(let due):
                guard due > trigger.dueAt else {
                    return .retry(reason: "the task service's clock is not there yet")
                }
                // The date was moved, or the rules of its zone were.
                try await scheduler.schedule(try OccurrenceJob.job(for: request, dueAt: due))
            case .made(let id): report("occurrence due", request.predecessorID, id, request.correlationID)
            case .notWanted: report("occurrence due", request.predecessorID, nil, request.correlationID)
            }
            return .success
        } catch {
            return .retry(reason: "\(error)")
        }
    }

    private func report(_ message: Logger.Message, _ predecessor: TaskID, _ successor: TaskID?, _ correlationID: String)
    {
        logger.info(
            message,
            metadata: [
                "correlation_id": "\(correlationID)", "task_id": "\(predecessor)",
                "successor_id": "\(successor?.description ?? "none")",
            ])
    }
}
