internal import SimulationKit

extension FullSystem {
    /// The arguments of the command line that make the same scenario; defaults that never matter are left out.
    public var arguments: [String] {
        var arguments = ["--scenario", name.rawValue, "--users", "\(users)"]
        arguments += hours.isMultiple(of: 24) ? ["--days", "\(hours / 24)"] : ["--hours", "\(hours)"]
        if devices != name.size.devices { arguments += ["--devices", "\(devices)"] }
        arguments += ["--faults", faults.rawValue]
        if let replicas { arguments += ["--replicas", "\(replicas)"] }
        if let rollingRestartMinutes { arguments += ["--rolling-restarts", "\(rollingRestartMinutes)"] }
        arguments += durations
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

    /// The durations that are not the scenario's own.
    private var durations: [String] {
        let size = name.size
        let all = [
            ("--convergence-minutes", convergenceMinutes, size.convergenceMinutes),
            ("--pause-minutes", meanPauseMinutes, size.pauseMinutes),
            ("--session-minutes", meanSessionMinutes, size.sessionMinutes),
            ("--away-minutes", meanAwayMinutes, size.awayMinutes),
        ]
        return all.filter { $0.1 != $0.2 }.flatMap { [$0.0, "\($0.1)"] }
    }
}
