/// A promise of the system that is checked as a run goes and at its end; it draws nothing and changes nothing.
protocol Invariant: AnyObject, SendableMetatype {
    /// What it is called.
    static var name: InvariantName { get }
    /// What it promises, in one sentence.
    static var promise: String { get }

    /// The invariant at the beginning of a run.
    init()

    /// Checks what must hold at the instant when something happens; the ledger has it already.
    func see(_ fact: SystemFact, in system: TodoSystem, _ checks: inout Checks) throws(InvariantViolation)

    /// Checks what must hold once the faults have ended and the time for converging is over.
    func conclude(in system: TodoSystem, _ checks: inout Checks) throws(InvariantViolation)
}

extension Invariant {
    func see(_ fact: SystemFact, in system: TodoSystem, _ checks: inout Checks) throws(InvariantViolation) {}

    func conclude(in system: TodoSystem, _ checks: inout Checks) throws(InvariantViolation) {}
}

/// Counts what is required in the name of one invariant.
struct Checks {
    let invariant: InvariantName
    private(set) var count = 0

    init(_ invariant: InvariantName) {
        self.invariant = invariant
    }

    /// Throws a violation with that message unless the condition holds.
    mutating func require(_ holds: Bool, _ message: @autoclosure () -> String) throws(InvariantViolation) {
        count += 1
        guard holds else { throw InvariantViolation(invariant, message()) }
    }

    /// The value; throws a violation with that message when there is none.
    mutating func unwrap<Value>(
        _ value: Value?, _ message: @autoclosure () -> String
    ) throws(InvariantViolation) -> Value {
        count += 1
        guard let value else { throw InvariantViolation(invariant, message()) }
        return value
    }
}
