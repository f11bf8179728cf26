import SimulationKit
import Testing

@Suite("Sets of decisions")
struct DecisionSetTests {
    @Test("are read from their own text", arguments: ["none", "0", "120,340...359", "1...2,4,6...9"])
    func textIsRead(text: String) throws {
        #expect(try #require(DecisionSet(text: text)).text == text)
    }

    @Test("sort and join what belongs together")
    func areNormal() throws {
        #expect(DecisionSet(numbers: [5, 3, 4, 9, 3]).text == "3...5,9")
        #expect(DecisionSet([10...20, 0...12]).ranges == [0...20])
        #expect(DecisionSet.none.count == 0)
        #expect(try #require(DecisionSet(text: "3,1...2")).count == 3)
    }

    @Test(
        "refuse what names no decisions",
        arguments: ["", ",", "1,", "x", "-1", "5...4", "1..2", "1....2", "1...2...3", "1.2", " 1", "9999999999999"])
    func badText(text: String) {
        #expect(DecisionSet(text: text) == nil)
    }

    @Test("contain their decisions and no other")
    func membership() {
        let set = DecisionSet([3...5, 9...9, 20...40])
        let found = (0...50).filter(set.contains)
        #expect(found == Array(3...5) + [9] + Array(20...40))
        #expect(!DecisionSet.none.contains(0))
    }
}
