internal import TodoPorts

extension SystemParts {
    /// The system with a changed task store behind the task service and the relay.
    static func backendStore(
        _ change: @escaping @Sendable (inout TaskStoreDecorator, NodePorts) -> Void
    ) -> SystemParts {
        wiring(.backend) { ports in
            var store = TaskStoreDecorator(base: ports.taskStore)
            change(&store, ports)
            ports.taskStore = store
        }
    }

    /// The system with a changed event bus at one role.
    static func bus(
        of role: SystemRole, _ change: @escaping @Sendable (inout EventBusDecorator, NodePorts) -> Void
    ) -> SystemParts {
        wiring(role) { ports in
            var bus = EventBusDecorator(base: ports.bus)
            change(&bus, ports)
            ports.bus = bus
        }
    }

    /// The system with changed ports at one role.
    static func wiring(_ role: SystemRole, _ change: @escaping @Sendable (inout NodePorts) -> Void) -> SystemParts {
        with { parts in
            parts.wire = { wired, ports in
                if wired == role { change(&ports) }
            }
        }
    }

    /// The same without the look for missed updates, which makes up for lost ones.
    var withoutLookAround: SystemParts {
        var parts = self
        parts.looksAround = false
        return parts
    }

    /// The same without the sweep for reminders, which makes up for lost jobs.
    var withoutReminderSweep: SystemParts {
        var parts = self
        parts.sweepsReminders = false
        return parts
    }

    /// The system with some parts changed.
    static func with(_ change: (inout SystemParts) -> Void) -> SystemParts {
        var parts = SystemParts()
        change(&parts)
        return parts
    }
}
