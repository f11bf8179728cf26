/// A fault that begins, lasts and is mended.
enum LastingFault {
    /// Messages are lost.
    case outage(Outage)
    /// Messages are slow.
    case slowLink(SlowLink)
    /// A life of a node stands still.
    case pause(NodeEnvironment)
    /// A node's clock runs that many parts per million too fast.
    case drift(SimulatedNode, partsPerMillion: Int64)
}

/// A link between a node and a part whose messages travel longer.
struct SlowLink: Equatable {
    /// The node.
    let node: String
    /// The part; nil for every part.
    let part: SimulatedPart?
    /// What each message takes longer, one way.
    let delayMicroseconds: Int64
}

extension LastingFault: CustomStringConvertible {
    /// What is wrong, and where.
    var description: String {
        switch self {
        case .outage(let outage): "\(outage)"
        case .slowLink(let link):
            "slow link between \(link.node) and \(link.part?.name ?? "every part"), "
                + "\(link.delayMicroseconds / 1_000) ms more each way"
        case .pause(let environment): "pause between \(environment.node?.name ?? "outside") and all else"
        case .drift(let node, let rate): "drift between \(node.name) and the true time, \(rate) parts per million"
        }
    }
}
