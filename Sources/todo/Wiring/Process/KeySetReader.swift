internal import AsyncHTTPClient
internal import FoundationEssentials
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import TodoServer

/// Reads the public keys of whoever else issues tokens, from where the settings say.
struct KeySetReader {
    let source: TrustSettings.KeySource
    let group: MultiThreadedEventLoopGroup

    private static let timeout: TimeAmount = .seconds(10)

    /// The bytes of the key set; throws an error whose description is for the operator.
    func read() async throws -> [UInt8] {
        switch source {
        case .file(let path):
            guard let data = FileManager.default.contents(atPath: path) else {
                throw SettingsFault("cannot read the key set '\(path)' (jwt-key-set-file); check its path and rights")
            }
            return [UInt8](data)
        case .url(let text): return try await fetch(text)
        }
    }

    /// A redirection is no answer: whoever is trusted with the keys is whoever the settings name.
    private func fetch(_ url: String) async throws -> [UInt8] {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = KeySetReader.timeout
        configuration.timeout.read = KeySetReader.timeout
        let client = HTTPClient(eventLoopGroupProvider: .shared(group), configuration: configuration)
        do {
            var request = HTTPClientRequest(url: url)
            request.headers.add(name: "accept", value: "application/jwk-set+json, application/json")
            let response = try await client.execute(request, timeout: KeySetReader.timeout)
            guard response.status == .ok else {
                throw SettingsFault("\(url) (jwt-key-set-url) answered \(response.status.code), not 200")
            }
            let body = try await response.body.collect(upTo: JSONWebKeySet.mostBytes)
            try await client.shutdown()
            return Array(body.readableBytesView)
        } catch {
            try? await client.shutdown()
            throw error
        }
    }
}
