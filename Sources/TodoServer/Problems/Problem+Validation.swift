internal import TodoDomain

extension Problem {
    /// The refusal of an input that the domain found at fault.
    init(_ failure: ValidationFailure) {
        self = .invalid(
            failure.faults.map { Fault(pointer: $0.pointer, code: $0.code.rawValue, detail: $0.message) })
    }
}
