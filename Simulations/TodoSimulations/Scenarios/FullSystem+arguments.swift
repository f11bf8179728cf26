internal import SimulationKit

extension FullSystem {
    /// The arguments of the command line that make the same scenario; defaults that never matter are left out.
    public var arguments: [String] {
        var arguments = ["--scenario", "full-system", "--users", "\(users)"]
        arguments += hours.isMultiple(of: 24) ? ["--days", "\(hours / 24)"] : ["--hours", "\(hours)"]
        if devices != 2 { arguments += ["--devices", "\(devices)"] }
        arguments += ["--faults", faults.rawValue]
        if let replicas { arguments += ["--replicas", "\(replicas)"] }
        if let rollingRestartMinutes { arguments += ["--rolling-restarts", "\(rollingRestartMinutes)"] }
        if convergenceMinutes != 240 { arguments += ["--convergence-minutes", "\(convergenceMinutes)"] }
        if meanPauseMinutes != 30 { arguments += ["--pause-minutes", "\(meanPauseMinutes)"] }
        if meanSessionMinutes != 30 { arguments += ["--session-minutes", "\(meanSessionMinutes)"] }
        if meanAwayMinutes != 1 { arguments += ["--away-minutes", "\(meanAwayMinutes)"] }
        if let wiring { arguments += ["--wiring", wiring.rawValue] }
        if let start { arguments += ["--start", start.text] }
        if let schedule { arguments += ["--schedule", schedule.description] }
        if let bug { arguments += ["--bug", bug.name] }
        if !withoutFaults.isEmpty {
            let isAll = withoutFaults.count == FaultFamily.allCases.count
            let names = isAll ? ["all"] : withoutFaults.map(\.rawValue).sorted()
            arguments += ["--without", names.joined(separator: ",")]
        }
        if softenedFaults != .none { arguments += ["--soften", softenedFaults.text] }
        if let fifoExcept { arguments += ["--fifo-except", fifoExcept.text] }
        if redraw != 0 { arguments += ["--redraw", "\(redraw)"] }
        return arguments + (selection?.texts ?? []).flatMap { ["--commands", $0] }
    }
}
