internal import Logging
public import ServicePorts
internal import TodoDomain
internal import TodoPorts

extension RecurrenceService {
    /// Makes occurrences that are missing, at once and then again after each interval, until cancelled; throws
    /// `CancellationError`.
    public func sweep(every interval: Duration = .seconds(3_600), clock: any WallClock) async throws {
        while true {
            await sweep()
            try await clock.sleep(for: interval)
        }
    }

    /// Makes the occurrences that are missing, and schedules those of the next days anew when the zone data changed.
    ///
    /// What cannot be asked is left to the next time.
    public func sweep() async {
        do {
            let isComplete = zoneData.isUnsure
            let versions = try await pass(includingUpcoming: isComplete)
            guard zoneData.see(versions, wasComplete: isComplete) else { return }
            _ = zoneData.see(try await pass(includingUpcoming: true), wasComplete: true)
        } catch {
            logger.warning("the sweep for missing occurrences broke off", metadata: ["error": "\(error)"])
        }
    }

    /// Looks at all series once and answers the versions of the zone data that were used.
    private func pass(includingUpcoming: Bool) async throws -> Set<String> {
        var place: TaskID?
        var versions: Set<String> = []
        repeat {
            let request = OverdueSeries(
                after: place, includesUpcoming: includingUpcoming, limit: OccurrenceSweep.pageSize)
            let answer = try await invoker.invoke(BackendMethods.overdueSeries, request, timeout: timeout)
            for missing in answer.missing { await make(missing) }
            for upcoming in answer.upcoming {
                try await scheduler.schedule(try OccurrenceJob.job(for: upcoming.request, dueAt: upcoming.dueAt))
            }
            versions.insert(answer.zoneDataVersion)
            place = answer.next
        } while place != nil
        return versions
    }

    /// One series that cannot be advanced must not keep the others from it.
    private func make(_ missing: AdvanceSeries) async {
        do {
            _ = try await invoker.invoke(BackendMethods.advanceSeries, missing, timeout: timeout)
        } catch {
            logger.warning(
                "a missing occurrence could not be made",
                metadata: ["series_id": "\(missing.seriesID)", "error": "\(error)"])
        }
    }
}
