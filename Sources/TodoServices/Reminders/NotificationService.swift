internal import CivilTime
public import Logging
public import ServicePorts
internal import TodoDomain
internal import TodoPorts

/// Turns reminder events into jobs, and triggers of those jobs into requests to mark the reminder as sent.
public actor NotificationService {
    /// Application id and consumer group.
    public static let serviceName: String = "notification-service"

    private nonisolated let lane: any SerialExecutor
    let scheduler: any JobScheduler
    let invoker: any ServiceInvoker
    let clock: any WallClock
    let timeout: Duration
    let logger: Logger
    /// The zone data by which reminders were placed.
    var zoneData = ZoneDataWatch()

    /// The lane's executor.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { lane.asUnownedSerialExecutor() }

    /// A service over those ports; `timeout` bounds each request to the task service.
    public init(
        lane: any SerialExecutor, scheduler: any JobScheduler, invoker: any ServiceInvoker, clock: any WallClock,
        timeout: Duration = .seconds(10), logger: Logger = Logger(label: "notification-service")
    ) {
        self.lane = lane
        self.scheduler = scheduler
        self.invoker = invoker
        self.clock = clock
        self.timeout = timeout
        self.logger = logger
    }

    /// Begins to take triggers and events; throws what the ports throw.
    public func start(on bus: any EventBus) async throws -> any EventSubscription {
        try await scheduler.handleTriggers(ofJobsPrefixed: ReminderDecision.jobPrefix) { [self] in await remind($0) }
        return try await bus.subscribe(
            to: TodoTopics.reminders, as: SubscriptionOptions(group: NotificationService.serviceName)
        ) { [self] in await handle($0) }
    }

    func handle(_ delivery: Delivery<ReminderEvent>) async -> Acknowledgement {
        do {
            switch try ReminderDecision(delivery.event.data) {
            case .schedule(let job): try await scheduler.schedule(job)
            case .cancel(let name): try await scheduler.cancel(jobNamed: name)
            }
            return .success
        } catch let error as JobSchedulerError where error.code == .invalid {
            return .drop(reason: error.message)
        } catch {
            return .retry(reason: "\(error)")
        }
    }

    func remind(_ trigger: JobTrigger) async -> TriggerOutcome {
        guard let event = try? JSONCodec.decode(ReminderEvent.self, from: trigger.payload) else {
            return .drop(reason: "the job's payload is no reminder event")
        }
        do {
            guard try await ask(for: event) != .tooEarly else {
                return .retry(reason: "the task service's clock is not there yet")
            }
            return .success
        } catch {
            return .retry(reason: "\(error)")
        }
    }

    /// Asks the task service to mark the event's reminder as sent; throws what the invoker throws.
    func ask(for event: ReminderEvent) async throws -> ReminderSentAnswer {
        let request = MarkReminderSent(
            userID: event.userID, taskID: event.taskID, reminderID: event.reminderID, remindAt: event.remindAt,
            correlationID: event.correlationID)
        let answer = try await invoker.invoke(BackendMethods.markReminderSent, request, timeout: timeout)
        logger.info(
            "reminder due",
            metadata: [
                "correlation_id": "\(event.correlationID)", "reminder_id": "\(event.reminderID)",
                "user_id": "\(event.userID)", "answer": "\(answer.rawValue)",
            ])
        return answer
    }
}
