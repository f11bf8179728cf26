internal import ServicePorts

/// The answer to a request.
public struct DaprResponse: Sendable, Equatable {
    /// Status code.
    public var status: Int
    /// Headers by lower-case name.
    public var headers: [String: String]
    /// The body.
    public var body: [UInt8]

    /// An answer with every field given; names of headers are made lower-case.
    public init(_ status: Int, headers: [String: String] = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = [:]
        self.body = body
        for (name, value) in headers { self.headers[name.lowercased()] = value }
    }

    /// True for a status from 200 to 299.
    public var isSuccess: Bool { (200..<300).contains(status) }

    /// The value as JSON; a 500 when it cannot be encoded.
    public static func json(_ value: some Encodable, status: Int = 200) -> DaprResponse {
        guard let body = try? JSONCodec.encode(value) else { return DaprResponse(500) }
        return DaprResponse(status, headers: ["content-type": "application/json"], body: body)
    }
}
