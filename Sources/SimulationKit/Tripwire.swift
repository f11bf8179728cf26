internal import CSimulationHooks

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
        default:
            "an unstructured task on the global executor (spawn through the node's environment)"
        }
    }

    /// The functions on the stack, innermost first, without the tripwire's own.
    static func stack() -> [String] {
        let text = String(unsafeUninitializedCapacity: 16_384) { buffer in
            buffer.withMemoryRebound(to: CChar.self) { simulation_backtrace($0.baseAddress, $0.count) }
        }
        return text.split(separator: "\n").prefix(24).map(String.init)
    }
}
