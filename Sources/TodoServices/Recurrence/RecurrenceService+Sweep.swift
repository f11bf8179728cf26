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

    /// Makes the occurrences that are missing now; what cannot be asked is left to the next time.
    func sweep() async {
        var place: TaskID?
        do {
            repeat {
                let request = OverdueSeries(after: place, limit: OccurrenceSweep.pageSize)
                let answer = try await invoker.invoke(BackendMethods.overdueSeries, request, timeout: timeout)
                for missing in answer.missing { await make(missing) }
                place = answer.next
            } while place != nil
        } catch {
            logger.warning("the sweep for missing occurrences broke off", metadata: ["error": "\(error)"])
        }
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
