internal import CivilTime
internal import SimulationKit

extension ScenarioShrinker {
    mutating func shrinkTime() {
        let begin = best.start(of: seed).instant.millisecondsSinceEpoch
        let lastCommand = report.steps.last.map { $0.time.millisecondsSinceEpoch - begin } ?? 0
        let needed = Int(lastCommand / 3_600_000) + 1
        for hours in [1, 2, 3, 6, 12, 24, 48, needed].sorted() where hours < best.hours {
            if accept({ $0.hours = hours }) { return }
        }
    }

    /// From now on each command is named, so that single ones can be left out.
    mutating func selectSteps() {
        let steps = report.steps.map { (user: $0.user, number: $0.number) }
        _ = accept { $0.selection = CommandSelection(users: $0.participants, steps: steps) }
    }

    mutating func shrinkUsers() {
        for user in best.participants.reversed() {
            guard let selection = best.selection, selection.users.count > 1 else { return }
            let steps = selection.steps.filter { $0.user != user }
            let isGone = accept(redraws: 3) {
                $0.selection = CommandSelection(users: selection.users.filter { $0 != user }, steps: steps)
                $0.users = $0.participants.max() ?? 1
            }
            guard !isGone else { continue }
            _ = accept(redraws: 3) { $0.selection = CommandSelection(users: selection.users, steps: steps) }
        }
    }

    /// Fewer replicas of every service, and no restarts but those that the failure needs.
    mutating func shrinkReplicas() {
        if best.rollingRestartMinutes != nil { _ = accept(redraws: 2) { $0.rollingRestartMinutes = nil } }
        for replicas in 1..<max(1, best.replicas(of: seed)) where accept(redraws: 2, { $0.replicas = replicas }) {
            return
        }
    }

    mutating func shrinkDevices() {
        for devices in 0..<best.devices where accept({ $0.devices = devices }) { return }
    }

    /// The few commands before the failure are often enough; they run so fast that many draws may be tried.
    private mutating func keepLastCommands(redraws: UInt64) {
        for count in [2, 4, 8, 16] {
            guard let selection = best.selection, selection.steps.count > count * 2 else { return }
            let last = report.steps.suffix(count).map { (user: $0.user, number: $0.number) }
            let isEnough = accept(redraws: redraws) {
                $0.selection = CommandSelection(users: selection.users, steps: last)
            }
            if isEnough { return }
        }
    }

    mutating func shrinkCommands() {
        keepLastCommands(redraws: report.steps.count > 40 ? 10 : 40)
        guard let selection = best.selection else { return }
        _ = DeltaDebugging.smallest(of: selection.steps) { steps in
            // Few commands run fast, but draw so few chances that the fault they need may just not strike.
            accept(redraws: steps.count <= 12 ? 6 : 2) {
                $0.selection = CommandSelection(users: selection.users, steps: steps)
            }
        }
    }
}
