import Testing

@testable import SimulationKit

@Suite("The partition of a key")
struct PartitionSpreadTests {
    @Test("differs among keys that differ in one digit", arguments: [2, 3, 4, 16])
    func spreads(count: Int) {
        let keys = (1...64 * count).map { "user-\($0)" }
        var sizes = [Int](repeating: 0, count: count)
        for key in keys { sizes[TopicLog.partition(ofKey: key, among: count)] += 1 }
        #expect(sizes.allSatisfy { (24...120).contains($0) }, "\(sizes)")
        let first = Set((1...8).map { TopicLog.partition(ofKey: "user-\($0)", among: count) })
        #expect(first.count > 1, "eight users share one partition")
    }

    @Test("is the same for the same key")
    func isStable() {
        #expect(TopicLog.partition(ofKey: "user-7", among: 4) == TopicLog.partition(ofKey: "user-7", among: 4))
        #expect(TopicLog.partition(ofKey: "", among: 1) == 0)
    }
}
