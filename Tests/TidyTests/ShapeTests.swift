import Testing

/// Limits stop the worst; these keep the rest small.
@Suite("The shape of the sources")
struct ShapeTests {
    private func sources() throws -> [SourceFile] {
        try TidyTests.files.get().filter { $0.isSwift && $0.isUnder(["Sources", "Simulations"]) }
    }

    @Test("half of the files have fewer than 100 lines, and few have more than 200")
    func files() throws {
        let lengths = try sources().map(\.lines.count).sorted()
        #expect(lengths[lengths.count / 2] < 100)
        let long = lengths.filter { $0 > 200 }.count
        #expect(long * 20 <= lengths.count, "\(long) of \(lengths.count) files have more than 200 lines")
    }

    @Test("half of the functions have at most 8 lines, and few have more than 40")
    func functions() throws {
        let lengths = try sources().flatMap(FunctionSpan.all).map(\.lineCount).sorted()
        #expect(lengths[lengths.count / 2] <= 8)
        let long = lengths.filter { $0 > 40 }.count
        #expect(long * 100 <= lengths.count, "\(long) of \(lengths.count) functions have more than 40 lines")
    }
}
