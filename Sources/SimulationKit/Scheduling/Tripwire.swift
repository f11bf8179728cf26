internal import CSimulationHooks
internal import Runtime

/// Watches the runtime's global executors: what reaches them from a simulation's thread has escaped it.
enum Tripwire {
    private static let installed: Void = simulation_hooks_install { context, escape in
        guard let context else { return }
        let simulation = Unmanaged<Simulation>.fromOpaque(context).takeUnretainedValue()
        simulation.recordEscape(Tripwire.route(escape))
    }

    /// Puts the watch in place, once per process; other threads' tasks pass it untouched.
    static func install() {
        installed
    }

    private static func route(_ escape: Int32) -> String {
        switch UInt32(bitPattern: escape) {
        case simulation_escape_delay.rawValue, simulation_escape_deadline.rawValue:
            "Task.sleep or a system clock (use the injected clock)"
        case simulation_escape_main.rawValue:
            "the main actor (keep it out of simulated code)"
        case simulation_escape_dispatch.rawValue:
            "Dispatch, as Task.sleep and the system clocks do (use the injected clock and the node's environment)"
        default:
            "an unstructured task on the global executor (spawn through the node's environment)"
        }
    }

    /// The functions on the stack, innermost first, from the escaping call to the job that made it.
    static func stack() -> [String] {
        guard let backtrace = try? Backtrace.capture(limit: 64), let symbolicated = backtrace.symbolicated() else {
            return ["(no stack)"]
        }
        let lines = symbolicated.frames.compactMap { frame -> String? in
            guard let symbol = frame.symbol else { return nil }
            let place = symbol.sourceLocation.map { " at \($0.path):\($0.line)" } ?? ""
            return place.contains("compiler-generated") ? nil : symbol.name + place
        }
        let own = lines.lastIndex { $0.contains("escaped") || $0.contains("Tripwire") || $0.contains("recordForeign") }
        let outer = lines.firstIndex { $0.contains("Simulation.perform") } ?? lines.count
        let inner = own.map { $0 + 1 } ?? 0
        // Some libraries' frames cannot be read, and then nothing may be left between the two.
        let between = lines[min(inner, outer)..<outer]
        return Array((between.isEmpty ? lines[...] : between).prefix(16))
    }
}
