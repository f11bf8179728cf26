internal import TodoDomain
internal import TodoPorts

/// What a client says.
enum ClientMessage: Equatable, Sendable {
    /// Who it is, and from where on it wants changes.
    ///
    /// The token may be left out when it came with the handshake; without a position the stream begins now.
    case authenticate(token: String?, position: StreamPosition?)
    /// What to do, with all members of the message; the name is good, and the rest is yet to be read.
    case command(mutationID: String, JSONValue)

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
        switch type {
        case nil, "authenticate": self = try ClientMessage.authentication(&reader)
        case "command": self = try ClientMessage.command(&reader, json)
        case let type?:
            reader.fault(
                "type", "invalid", "no message has the type '\(type)'; expected 'authenticate' or 'command'")
            throw Problem.invalid(reader.faults)
        }
    }

    private static func authentication(_ reader: inout JSONObjectReader) throws(Problem) -> ClientMessage {
        let token = reader.string("token")
        let place = reader.member("position")
        try reader.finish()
        return .authenticate(token: token, position: try place.map(ClientMessage.position) ?? nil)
    }

    /// A command without a good name cannot be answered, so it is no message at all.
    private static func command(_ reader: inout JSONObjectReader, _ json: JSONValue) throws(Problem) -> ClientMessage {
        let name = reader.requiredString("mutation_id")
        if let name, !IdempotencyKey.isGood(name) { reader.fault("mutation_id", "invalid", IdempotencyKey.rule) }
        guard let name, reader.faults.isEmpty else { throw Problem.invalid(reader.faults) }
        return .command(mutationID: name, json)
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
