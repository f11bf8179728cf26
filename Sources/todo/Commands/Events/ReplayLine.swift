/// One event of a replay and what came of it, as a line of JSON.
struct ReplayLine: Encodable {
    /// What came of it.
    enum Result: Equatable {
        case success
        /// Not handled now.
        case retry(reason: String)
        /// Refused for good.
        case drop(reason: String)
        /// Not sent, as an earlier one of its key is to be tried again.
        case held
        /// Nothing is sent.
        case planned
    }

    let partition: Int32
    let offset: Int64
    let key: String?
    let id: String?
    let type: String?
    let result: String
    let reason: String?

    init(_ event: ReplayedEvent, _ result: Result) {
        partition = event.partition
        offset = event.offset
        key = event.key
        id = event.id
        type = event.type
        (self.result, reason) =
            switch result {
            case .success: ("SUCCESS", nil)
            case .retry(let reason): ("RETRY", reason)
            case .drop(let reason): ("DROP", reason)
            case .held: ("HELD", "an earlier event of its key is to be tried again")
            case .planned: ("PLANNED", nil)
            }
    }
}
