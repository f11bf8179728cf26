internal import CivilTime

/// The kinds of assertion.
enum AssertionKind: String, Sendable {
    case always, sometimes, eventually, unreachable
}

/// A line of a test.
struct SourcePlace: Sendable {
    let fileID: String
    let line: Int

    /// The file's name without its module, and the line.
    var description: String {
        "\(fileID.split(separator: "/").last ?? "")" + ":\(line)"
    }
}

/// An assertion that a run broke.
struct AssertionFailure: Error, Sendable {
    let kind: AssertionKind
    let name: String
    let details: String
    let time: Timestamp
    let place: SourcePlace
}
