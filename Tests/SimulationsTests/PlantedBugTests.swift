import Testing
import TodoSimulations

@Suite("Planted bugs")
struct PlantedBugTests {
    @Test("are found within 200 seeds by an invariant that they break", arguments: PlantedBug.catalogue.map(\.name))
    func isFound(name: String) throws {
        let bug = try #require(PlantedBug.named(name))
        let proof = BugProof.search(for: bug, limit: 200)
        #expect(proof.isFound, "\(proof)")
    }

    @Test("have names of their own")
    func namesAreUnique() {
        let names = PlantedBug.catalogue.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(names.count >= 8)
        #expect(PlantedBug.named("no-such-bug") == nil)
    }
}
