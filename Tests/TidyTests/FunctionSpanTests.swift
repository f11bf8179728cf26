import Testing

@Suite("Measuring functions")
struct FunctionSpanTests {
    private func spans(_ text: String) -> [FunctionSpan] {
        FunctionSpan.all(in: SourceFile(path: "Sources/Example.swift", text: text))
    }

    @Test("bodies are measured from the first word to the closing brace")
    func bodies() {
        let text = """
            struct A {
                let a = 1
                var stored: Int = 2
                var computed: Int {
                    1
                }
                init?(
                    a: Int
                ) {
                    self.init()
                }
                func b() -> Int { 1 }
                func c<T>(_ value: T) async throws -> [T]
                where T: Sendable {
                    func nested() {
                    }
                }
            }
            """
        let expected = [
            FunctionSpan(name: "computed", firstLine: 4, lastLine: 6),
            FunctionSpan(name: "init", firstLine: 7, lastLine: 11),
            FunctionSpan(name: "b", firstLine: 12, lastLine: 12),
            FunctionSpan(name: "c", firstLine: 13, lastLine: 17),
            FunctionSpan(name: "nested", firstLine: 15, lastLine: 16),
        ]
        #expect(spans(text) == expected)
    }

    @Test("requirements of protocols and calls have no body")
    func noBodies() {
        let text = """
            protocol P {
                init(a: Int)
                func b() async throws
                func c(_ body: () -> Void) -> Int
                var d: Int { get }
            }
            let e = P.init(a: 1)
            let f = e.map { $0 }
            """
        #expect(spans(text).map(\.name) == ["d"])
    }
}
