internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import ServicePorts

/// Gives every request its correlation id, taken from the caller when it is sane, and answers with it.
struct RequestIdentity: RouterMiddleware {
    typealias Context = TodoRequestContext

    let random: any RandomSource

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var context = context
        let offered = request.headers[.correlationID]
        context.correlationID = offered.flatMap(RequestIdentity.sane) ?? random.identifier()
        context.traceParent = request.headers[.traceParent].flatMap(RequestIdentity.traceParent)
        context.logger[metadataKey: "hb.request.id"] = nil
        context.logger[metadataKey: "correlation_id"] = "\(context.correlationID)"
        var response = try await next(request, context)
        response.headers[.correlationID] = context.correlationID
        return response
    }

    /// The id itself when it is 1 to 128 letters, digits, dots, dashes or underscores.
    static func sane(_ id: String) -> String? {
        let isSane = id.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        return isSane && (1...128).contains(id.utf8.count) ? id : nil
    }

    /// The value itself when it is a version 00 trace context with ids that are not all zero.
    static func traceParent(_ value: String) -> String? {
        let parts = value.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "00", parts[1].utf8.count == 32, parts[2].utf8.count == 16,
            parts[3].utf8.count == 2
        else { return nil }
        let isHexadecimal = parts.allSatisfy { part in
            part.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        }
        let isZero = [parts[1], parts[2]].contains { part in part.allSatisfy { $0 == "0" } }
        return isHexadecimal && !isZero ? value : nil
    }
}
