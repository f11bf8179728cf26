internal import Logging
public import ServicePorts
internal import TodoDomain
internal import TodoPorts

extension NotificationService {
    /// Looks for reminders whose jobs were lost, at once and then again after each interval, until cancelled; throws
    /// `CancellationError`.
    public func sweep(every interval: Duration = ReminderSweep.interval, clock: any WallClock) async throws {
        while true {
            await sweep()
            try await clock.sleep(for: interval)
        }
    }

    /// Sends what should have been sent, makes the jobs of what comes soon anew, and has reminders moved that the rules
    /// of their zone put elsewhere: those of the next days, or all when the zone data changed.
    ///
    /// What cannot be asked is left to the next time.
    public func sweep() async {
        do {
            let isComplete = zoneData.isUnsure
            let versions = try await pass(isComplete: isComplete)
            guard zoneData.see(versions, wasComplete: isComplete) else { return }
            _ = zoneData.see(try await pass(isComplete: true), wasComplete: true)
        } catch {
            logger.warning("the sweep for reminders broke off", metadata: ["error": "\(error)"])
        }
    }

    /// Looks at the reminders once and answers the versions of the zone data that were used.
    private func pass(isComplete: Bool) async throws -> Set<String> {
        var place: ReminderPlace?
        var versions: Set<String> = []
        repeat {
            let request = SweepReminders(after: place, isComplete: isComplete, limit: ReminderSweep.pageSize)
            let answer = try await invoker.invoke(BackendMethods.sweepReminders, request, timeout: timeout)
            for event in answer.lost {
                logger.warning("a reminder's job was lost", metadata: ["reminder_id": "\(event.reminderID)"])
                // The scheduler had its chance.
                _ = try await ask(for: event)
            }
            for event in answer.upcoming { try await scheduler.schedule(try ReminderDecision.job(for: event)) }
            versions.insert(answer.zoneDataVersion)
            place = answer.next
        } while place != nil
        return versions
    }
}
