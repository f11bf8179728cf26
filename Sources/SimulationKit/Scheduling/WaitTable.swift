/// Why a wait ended.
enum WakeReason: UInt8, Sendable {
    /// Its time came, or what it waited for happened.
    case due
    /// The waiting task was cancelled.
    case cancelled
    /// The incarnation that waited is dead.
    case crashed
}

/// Names one wait or planned action; stale once it is over.
struct WaitToken: Sendable, Equatable {
    let index: Int32
    let generation: UInt32
}

/// Everything that waits: suspended tasks and planned actions, in slots that are used again.
struct WaitTable {
    struct Slot {
        var generation: UInt32 = 0
        var isOpen = false
        /// Set when the wake came before the task suspended.
        var early: WakeReason?
        var incarnation: Int32 = 0
        var purpose: StaticString = ""
        /// True for a request under way, which may arrive although its sender has crashed.
        var isRequest = false
        /// To whom the waiting task is charged.
        var origin: Origin = .simulation
        /// The lane on which it waits; nil for none.
        var lane: Unmanaged<Lane>?
        var continuation: UnsafeContinuation<WakeReason, Never>?
        var action: (() -> Void)?
    }

    private(set) var slots: ContiguousArray<Slot> = []
    private var free: ContiguousArray<Int32> = []
    private(set) var openCount = 0

    init() {
        slots.reserveCapacity(256)
        free.reserveCapacity(256)
    }

    mutating func open(
        purpose: StaticString, incarnation: Int32, isRequest: Bool = false, lane: Lane? = nil
    ) -> WaitToken {
        openCount += 1
        let index: Int32
        if let reused = free.popLast() {
            index = reused
        } else {
            index = Int32(slots.count)
            slots.append(Slot())
        }
        let position = Int(index)
        slots[position].isOpen = true
        slots[position].early = nil
        slots[position].incarnation = incarnation
        slots[position].purpose = purpose
        slots[position].isRequest = isRequest
        slots[position].lane = lane.map { .passUnretained($0) }
        return WaitToken(index: index, generation: slots[position].generation)
    }

    func isOpen(_ token: WaitToken) -> Bool {
        let position = Int(token.index)
        return position < slots.count && slots[position].isOpen && slots[position].generation == token.generation
    }

    func isRequest(_ token: WaitToken) -> Bool {
        slots[Int(token.index)].isRequest
    }

    /// Stores the continuation, or answers at once when the wake came first.
    mutating func suspend(
        _ token: WaitToken, _ continuation: UnsafeContinuation<WakeReason, Never>, _ origin: Origin
    ) -> WakeReason? {
        let position = Int(token.index)
        if let early = slots[position].early {
            close(position)
            return early
        }
        slots[position].continuation = continuation
        slots[position].origin = origin
        return nil
    }

    mutating func plan(_ token: WaitToken, _ action: @escaping () -> Void) {
        slots[Int(token.index)].action = action
    }

    /// To whom the task is charged that suspended there last.
    func origin(of token: WaitToken) -> Origin {
        slots[Int(token.index)].origin
    }

    /// Ends the wait; answers what must be resumed or performed.
    mutating func end(
        _ token: WaitToken, _ reason: WakeReason
    ) -> (UnsafeContinuation<WakeReason, Never>?, (() -> Void)?) {
        let position = Int(token.index)
        guard isOpen(token) else { return (nil, nil) }
        let (continuation, action) = (slots[position].continuation, slots[position].action)
        guard continuation != nil || action != nil else {
            if slots[position].early == nil { slots[position].early = reason }
            return (nil, nil)
        }
        close(position)
        return (continuation, action)
    }

    /// The open waits of an incarnation, in slot order; nil for all of them.
    func tokens(of incarnation: Int32?) -> [WaitToken] {
        slots.indices.compactMap { position in
            let slot = slots[position]
            guard slot.isOpen, incarnation == nil || slot.incarnation == incarnation else { return nil }
            return WaitToken(index: Int32(position), generation: slot.generation)
        }
    }

    private mutating func close(_ position: Int) {
        slots[position].isOpen = false
        slots[position].generation &+= 1
        slots[position].continuation = nil
        slots[position].action = nil
        free.append(Int32(position))
        openCount -= 1
    }
}
