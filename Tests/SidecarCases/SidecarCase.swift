public import SidecarRules

/// Requests to a sidecar and what they must be answered, for every implementation: model, emulator, the real one.
///
/// `{tag}` in paths and bodies stands for a text of the run's own, and `{etag}` for the last ETag that was answered.
public struct SidecarCase: Sendable, CustomStringConvertible {
    /// What holds, in a sentence.
    public let description: String
    /// The requests, one after the other.
    let steps: [SidecarStep]

    init(_ description: String, _ steps: [SidecarStep]) {
        self.description = description
        self.steps = steps
    }

    /// Sends the requests; returns what was not as it must be, in sentences.
    public func failures(
        tag: String, _ send: (SidecarRequest) async throws -> SidecarResponse
    ) async throws -> [String] {
        var failures: [String] = []
        var etag = ""
        for step in steps {
            let step = step.filled(tag: tag, etag: etag)
            let answer = try await send(step.request)
            etag = answer.headers["etag"] ?? etag
            failures += step.complaints(about: answer).map { "\(step.method.rawValue) \(step.path): \($0)" }
        }
        return failures
    }

    /// All cases.
    public static var all: [SidecarCase] { publishing + state + transactions + jobs + others }
}
