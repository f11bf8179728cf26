/// Which families of faults strike a call.
struct CallFaults {
    /// The call is refused, without effect.
    let refusal: FaultFamily
    /// The answer is lost, and perhaps the request.
    let ambiguity: FaultFamily

    /// Calls of stores and schedulers.
    static let callFailures: CallFaults = .init(refusal: .callFailures, ambiguity: .ambiguousCommits)
    /// Calls of the broker.
    static let publishFailures: CallFaults = .init(refusal: .publishFailures, ambiguity: .ambiguousPublishes)
}
