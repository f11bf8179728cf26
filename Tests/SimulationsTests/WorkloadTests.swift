import SimulationKit
import Testing
import TodoSimulations

@Suite("The workload")
struct WorkloadTests {
    @Test("takes every path of the product, so that no invariant holds for want of anything to look at")
    func everyPathIsTaken() {
        var total: [String: Int] = [:]
        for seed in UInt64(1)...12 {
            let report = FullSystem(days: 2, faults: .gentle).run(seed: seed)
            #expect(report.failure == nil, "simulate replay --seed \(seed) --days 2 --faults gentle")
            total.merge(report.exercised) { $0 + $1 }
        }
        let paths = [
            "task_created", "task_updated", "task_completed", "task_reopened", "task_deleted", "occurrence_spawned",
            "reminder_added", "reminder_removed", "reminder_sent", "tag_created", "tag_updated", "tag_deleted",
            "tag renamed", "done once more", "edit of one version", "repeated request answered", "reminder shown",
            "refused as not_found", "refused as invalid", "refused as tag_exists", "refused as version_mismatch",
            "refused as idempotency_key_reused", "monthly successor at the end of a month",
            "successor across a change of clocks", "device told to read anew", "refused as conflict",
            "settings_changed", "reminder_withdrawn", "occurrence_skipped", "completion_undone", "series_paused",
            "series_resumed", "successor withdrawn", "task_restored", "trash_emptied", "change_undone", "tag_merged",
            "filter_created", "filter_updated", "filter_deleted", "subtasks deleted with their parent",
            "subtasks restored with their parent",
            "successor under missed next_future", "successor under missed each", "successor under missed latest_only",
            "successor under missed skip", "successor with dates passed over", "successor on_schedule",
            "successor from completion", "successor in a series with exceptions", "successor of a successor",
        ]
        for path in paths { #expect(total[path, default: 0] > 0, "never: \(path)") }
    }

    @Test("is light when users are given long pauses")
    func pauses() {
        var scenario = FullSystem(users: 4, days: 2, faults: .none)
        let busy = scenario.run(seed: 1)
        scenario.meanPauseMinutes = 288
        let light = scenario.run(seed: 1)
        #expect(light.steps.count * 4 < busy.steps.count)
        #expect(light.acknowledged > 0)
        #expect(light.failure == nil)
    }
}
