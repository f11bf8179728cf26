internal import ServicePorts
internal import Synchronization
internal import TodoDomain

/// A message on its way to sockets: encoded once, when first needed, however many sockets get it.
public final class RealtimeFrame: Sendable {
    private enum Content: Sendable {
        case message(ServerMessage)
        case passed(PassedUpdate, StreamPosition)
    }

    /// The position that the client has after the message; nil for what is no part of the stream.
    public let position: StreamPosition?
    private let content: Content
    private let cache: Mutex<[UInt8]?> = .init(nil)

    /// A frame of that message.
    public init(_ message: ServerMessage) {
        position = message.position
        content = .message(message)
    }

    /// A frame of an update that is handed on as it came.
    public init(_ update: PassedUpdate, at position: StreamPosition) {
        self.position = position
        content = .passed(update, position)
    }

    /// What is said; throws `DecodingError` when an update that was handed on cannot be read.
    public var message: ServerMessage {
        get throws {
            switch content {
            case .message(let message): message
            case .passed(let update, let position): try update.message(at: position)
            }
        }
    }

    /// True for what a client waits for, false for what only says where it is.
    public var tellsSomething: Bool {
        switch content {
        case .passed, .message(.event), .message(.notification), .message(.mustRefetch): true
        case .message(.ready), .message(.caughtUp), .message(.answered), .message(.presence): false
        }
    }

    /// UTF-8 JSON of the message; throws `EncodingError`.
    public func encoded() throws -> [UInt8] {
        try cache.withLock { cached in
            if let cached { return cached }
            let bytes =
                switch content {
                case .message(let message): try JSONCodec.encode(message)
                case .passed(let update, let position): try update.encoded(at: position)
                }
            cached = bytes
            return bytes
        }
    }
}

extension PassedUpdate {
    /// The message, its names in the order in which they are written of other messages.
    fileprivate func encoded(at position: StreamPosition) throws -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(data.count + (changes?.count ?? 0) + 160)
        if let changes {
            bytes += "{\"changes\":".utf8
            bytes += changes
            bytes += ",\"data\":".utf8
        } else {
            bytes += "{\"data\":".utf8
        }
        bytes += data
        bytes += ",\"position\":".utf8
        bytes += try position.json
        bytes +=
            (changes == nil ? ",\"topic\":\"task-updates\",\"type\":\"event\"}" : ",\"type\":\"notification\"}").utf8
        return bytes
    }

    fileprivate func message(at position: StreamPosition) throws -> ServerMessage {
        guard let changes else { return .event(position, try JSONCodec.decode(TaskUpdate.self, from: data)) }
        return .notification(
            position, try JSONCodec.decode(ReminderNotification.self, from: data),
            try JSONCodec.decode(SyncChanges.self, from: changes))
    }
}

extension StreamPosition {
    /// JSON of the position, without an encoder where the epoch needs none.
    fileprivate var json: [UInt8] {
        get throws {
            let isPlain = epoch.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) }
            guard isPlain else { return try JSONCodec.encode(self) }
            return Array("{\"epoch\":\"".utf8) + epoch.utf8 + "\",\"seq\":".utf8 + String(sequence).utf8 + "}".utf8
        }
    }
}
