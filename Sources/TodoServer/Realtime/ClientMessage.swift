internal import TodoDomain
internal import TodoPorts

/// What a client says.
enum ClientMessage: Equatable, Sendable {
    /// Who it is, and from where on it wants changes; from now on without a position.
    ///
    /// The token may be left out when it came with the handshake.
    case authenticate(token: String?, position: StreamPosition?)

    /// Reads a frame; throws `WebSocketViolation` that says what is wrong with it.
    init(_ text: String) throws(WebSocketViolation) {
        let json: JSONValue
        do { json = try JSONReader.read(Array(text.utf8)) } catch { throw .malformed(error.description) }
        do throws(Problem) {
            self = try ClientMessage(json)
        } catch {
            let fault = error.faults.first
            throw .malformed([fault?.pointer, fault?.detail].compactMap(\.self).joined(separator: ": "))
        }
    }

    private init(_ json: JSONValue) throws(Problem) {
        var reader = JSONObjectReader(json)
        let type = reader.requiredString("type")
        if let type, type != "authenticate" {
            reader.fault("type", "invalid", "no message has the type '\(type)'; expected 'authenticate'")
            throw Problem.invalid(reader.faults)
        }
        let token = reader.string("token")
        let place = reader.member("position")
        try reader.finish()
        self = .authenticate(token: token, position: try place.map(ClientMessage.position) ?? nil)
    }

    private static func position(_ json: JSONValue) throws(Problem) -> StreamPosition? {
        guard json != .null else { return nil }
        var reader = JSONObjectReader(json, at: "/position")
        let epoch = reader.requiredString("epoch")
        let sequence = reader.integer("seq")
        if sequence == nil, reader.faults.isEmpty { reader.fault("seq", "missing", "a whole number is required") }
        if let sequence, sequence < 0 { reader.fault("seq", "invalid", "expected a number from 0") }
        if let epoch, epoch.utf8.count > 128 { reader.fault("epoch", "too_long", "at most 128 bytes") }
        try reader.finish()
        return StreamPosition(epoch: epoch ?? "", sequence: sequence ?? 0)
    }
}

extension WebSocketViolation {
    /// A frame that says nothing that is understood here.
    static func malformed(_ reason: String) -> WebSocketViolation {
        .init(.malformedFrame, reason)
    }
}
