import Testing
import TodoPorts

@testable import TodoServer

@Suite("Messages of clients")
struct ClientMessageTests {
    @Test("authentication comes with a position, with null or without")
    func good() throws {
        #expect(
            try ClientMessage(#"{"type":"authenticate","token":"t"}"#)
                == .authenticate(token: "t", position: nil))
        #expect(
            try ClientMessage(#"{"type":"authenticate","token":"t","position":null}"#)
                == .authenticate(token: "t", position: nil))
        #expect(
            try ClientMessage(#"{"position":{"epoch":"e","seq":41},"token":"t","type":"authenticate"}"#)
                == .authenticate(token: "t", position: StreamPosition(epoch: "e", sequence: 41)))
        #expect(
            try ClientMessage(#"{"type":"authenticate"}"#)
                == .authenticate(token: nil, position: nil))
    }

    @Test(
        "anything else is refused with 4500 and a reason that names the place",
        arguments: [
            ("", "line 1"), ("hello", "line 1"), ("[]", "expected an object"), ("{}", "/type"),
            (#"{"type":1,"token":"t"}"#, "/type"), (#"{"type":"subscribe"}"#, "'subscribe'"),
            (#"{"type":"authenticate","token":null}"#, "/token"), (#"{"type":"authenticate","token":1}"#, "/token"),
            (#"{"type":"authenticate","token":"t","x":1}"#, "/x"),
            (#"{"type":"authenticate","token":"t","position":7}"#, "/position"),
            (#"{"type":"authenticate","token":"t","position":{"epoch":"e"}}"#, "/position/seq"),
            (#"{"type":"authenticate","token":"t","position":{"epoch":"e","seq":-1}}"#, "/position/seq"),
            (#"{"type":"authenticate","token":"t","position":{"epoch":"e","seq":1.5}}"#, "/position/seq"),
            (#"{"type":"authenticate","token":"t","position":{"epoch":"e","seq":1,"x":2}}"#, "/position/x"),
        ])
    func bad(text: String, place: String) throws {
        let violation = try #require(throws: WebSocketViolation.self) { try ClientMessage(text) }
        #expect(violation.code == .malformedFrame)
        #expect(violation.reason.contains(place), "\(violation.reason)")
    }
}
