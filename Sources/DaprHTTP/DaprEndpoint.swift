public import DaprAdapters

/// Where the sidecar is and which tokens the two sides show each other.
public struct DaprEndpoint: Sendable, Equatable {
    /// Base URL without a slash at its end.
    public var url: String
    /// What the application shows the sidecar; nil for nothing.
    public var apiToken: String?
    /// What the sidecar shows the application; nil asks for nothing.
    public var appToken: String?

    /// The sidecar at that URL.
    public init(url: String = "http://127.0.0.1:3500", apiToken: String? = nil, appToken: String? = nil) {
        self.url = url.hasSuffix("/") ? String(url.dropLast()) : url
        self.apiToken = apiToken
        self.appToken = appToken
    }

    /// The sidecar that environment variables name: `DAPR_HTTP_ENDPOINT`, or `DAPR_HTTP_PORT` on this machine, with
    /// `DAPR_API_TOKEN` and `APP_API_TOKEN`; throws `DaprEndpointError` for a port or URL that is none.
    ///
    /// A sidecar injector sets only the port: tokens must be given to the application's container as well.
    public init(environment: [String: String]) throws {
        func value(_ name: String) -> String? {
            environment[name].flatMap { $0.isEmpty ? nil : $0 }
        }
        var url = value("DAPR_HTTP_ENDPOINT")
        if let url, !url.hasPrefix("http://"), !url.hasPrefix("https://") {
            throw DaprEndpointError("DAPR_HTTP_ENDPOINT is '\(url)'; it must begin with http:// or https://")
        }
        if url == nil, let text = value("DAPR_HTTP_PORT") {
            guard let port = UInt16(text), port > 0 else {
                throw DaprEndpointError("DAPR_HTTP_PORT is '\(text)'; it must be a port from 1 to 65535")
            }
            url = "http://127.0.0.1:\(port)"
        }
        self.init(
            url: url ?? "http://127.0.0.1:3500", apiToken: value("DAPR_API_TOKEN"), appToken: value("APP_API_TOKEN"))
    }

    /// Callback settings that ask for the application's token.
    public var callbackSettings: DaprCallbackSettings { DaprCallbackSettings(token: appToken) }
}

/// A setting that names no sidecar.
public struct DaprEndpointError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Which setting, what it is, and what it must be.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
