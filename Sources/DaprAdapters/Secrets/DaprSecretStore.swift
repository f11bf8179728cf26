public import ServicePorts

/// Secrets out of a sidecar's secret component.
///
/// A secret that holds several entries, as those of Kubernetes do, is named with the entry: `database#password`.
public struct DaprSecretStore: SecretStore {
    let client: DaprClient
    private let store: String

    /// The store of that name over that transport; a request may take `timeout`.
    public init(transport: any DaprTransport, store: String, timeout: Duration = .seconds(10)) {
        client = DaprClient(transport: transport, timeout: timeout)
        self.store = store
    }

    private var label: String { "secret component '\(store)'" }

    /// The secret of that name, or the entry of it that stands after `#`; throws `SecretStoreError`.
    public func secret(named name: String) async throws -> String {
        let parts = name.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard !parts[0].isEmpty else { throw SecretStoreError.notFound(name: name, lookedIn: label) }
        let request = DaprRequest(.get, "/v1.0/secrets/\(DaprPath.encode(store))/\(DaprPath.encode(parts[0]))")
        let response: DaprResponse
        do {
            response = try await client.send(request, of: label)
        } catch let failure as DaprFailure {
            throw SecretStoreError.unavailable(failure.description)
        }
        guard response.isSuccess else { throw error(DaprFailure(response, to: request, of: label), name, parts[0]) }
        let entries = (try? JSONCodec.decode([String: String].self, from: response.body)) ?? [:]
        return try pick(parts.count > 1 ? parts[1] : nil, of: parts[0], in: entries, name)
    }

    private func pick(
        _ entry: String?, of secret: String, in entries: [String: String], _ name: String
    ) throws -> String {
        let only = entries.count == 1 ? entries.first?.value : nil
        let value = entry.map { entries[$0] } ?? entries[secret] ?? only
        // A missing variable of the environment reads as an empty one.
        if let value, !value.isEmpty { return value }
        let names = entries.keys.sorted().map { "'\(secret)#\($0)'" }.joined(separator: ", ")
        let others = entries.count > 1 ? "; it has \(names)" : ""
        throw SecretStoreError.notFound(name: name, lookedIn: "\(label) of the sidecar\(others)")
    }

    /// A missing secret is a 500 like every failure of the component; only the message tells.
    private func error(_ failure: DaprFailure, _ name: String, _ secret: String) -> SecretStoreError {
        let cause = failure.message.replacing(secret, with: "").lowercased()
        let isMissing = ["not found", "notfound", "does not exist", "no such"].contains { cause.contains($0) }
        if failure.status == 500, failure.errorCode == "ERR_SECRET_GET", isMissing {
            return .notFound(name: name, lookedIn: "\(label) of the sidecar")
        }
        let hint: String? =
            switch (failure.status, failure.errorCode) {
            case (401, "ERR_SECRET_STORE_NOT_FOUND"): "the sidecar has no such component, or not for this application"
            case (403, _): "the sidecar's configuration denies this secret to the application"
            default: nil
            }
        return .unavailable(failure.description + (hint.map { "; " + $0 } ?? ""))
    }
}
