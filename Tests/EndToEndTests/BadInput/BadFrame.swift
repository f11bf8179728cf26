import NIOWebSocket

/// Frames for which the server must end the connection.
struct BadFrame: Sendable {
    struct Frame: Sendable {
        var opcode: WebSocketOpcode = .text
        var data: [UInt8]
        var isFinal = true
    }

    let name: String
    let frames: [Frame]
    var isMasked = true
    let closeCode: Int

    private static func text(_ name: String, _ texts: String..., closeCode: Int) -> BadFrame {
        BadFrame(name: name, frames: texts.map { Frame(data: Array($0.utf8)) }, closeCode: closeCode)
    }

    static func all(_ user: User) -> [BadFrame] {
        let right = "{\"type\":\"authenticate\",\"token\":\"\(user.token)\"}"
        let large = Array("{\"type\":\"\(String(repeating: "x", count: 70_000))\"}".utf8)
        return [
            text("no JSON", "hello", closeCode: 4500),
            text("no object", "[]", closeCode: 4500),
            text("no type", "{}", closeCode: 4500),
            text("an unknown type", #"{"type":"subscribe"}"#, closeCode: 4500),
            text("no token", #"{"type":"authenticate"}"#, closeCode: 4501),
            text("an unknown field", #"{"type":"authenticate","token":"t","user":"x"}"#, closeCode: 4500),
            text(
                "a position that is none", #"{"type":"authenticate","token":"t","position":{"epoch":"e","seq":-1}}"#,
                closeCode: 4500),
            text("a wrong token", #"{"type":"authenticate","token":"nonsense"}"#, closeCode: 4501),
            text("a second authentication", right, right, closeCode: 4500),
            BadFrame(name: "a binary message", frames: [Frame(opcode: .binary, data: [1, 2])], closeCode: 1003),
            BadFrame(name: "text that is no UTF-8", frames: [Frame(data: [0xC3, 0x28])], closeCode: 1007),
            BadFrame(name: "an oversized message", frames: [Frame(data: large)], closeCode: 1009),
            BadFrame(
                name: "an unmasked frame", frames: [Frame(data: Array("{}".utf8))], isMasked: false, closeCode: 1002),
            BadFrame(
                name: "a continuation of nothing",
                frames: [Frame(opcode: .continuation, data: [123])], closeCode: 1002),
            BadFrame(
                name: "a message inside another",
                frames: [Frame(data: Array("{".utf8), isFinal: false), Frame(data: Array("}".utf8))], closeCode: 1002),
        ]
    }
}
