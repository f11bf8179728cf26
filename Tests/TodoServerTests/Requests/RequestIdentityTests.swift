import Testing

@testable import TodoServer

@Suite("Correlation ids and trace context")
struct RequestIdentityTests {
    @Test("a sane correlation id is taken, any other is not")
    func correlation() {
        for id in ["a", "Req-7_b.c", String(repeating: "x", count: 128)] {
            #expect(RequestIdentity.sane(id) == id)
        }
        for id in ["", "two words", "line\nbreak", "quote\"", "é", String(repeating: "x", count: 129)] {
            #expect(RequestIdentity.sane(id) == nil)
        }
    }

    @Test("a trace context is passed on only when it is well formed")
    func traceParent() {
        let good = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        #expect(RequestIdentity.traceParent(good) == good)
        let bad = [
            "", "00", good + "-00", good.uppercased(), "01" + good.dropFirst(2),
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01",
        ]
        for value in bad { #expect(RequestIdentity.traceParent(value) == nil, "\(value)") }
    }
}
