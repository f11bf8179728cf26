import Testing
import TodoSimulations

/// A handful of bugs, one for each way of planting; `simulate prove` plants them all.
@Suite("Planted bugs")
struct PlantedBugTests {
    @Test(
        "are found by an invariant that they break",
        arguments: ["edit-acknowledged-unstored", "foreign-fan-out", "updates-overtake", "thirty-day-months"])
    func isFound(name: String) throws {
        let bug = try #require(PlantedBug.named(name))
        let proof = BugProof.search(for: bug, limit: 40)
        #expect(proof.isFound, "\(proof)")
    }

    @Test("ring the alarm at the first seed where nothing is wrong but the canary")
    func canaryRings() throws {
        let proof = BugProof.search(for: try #require(PlantedBug.named("canary")), limit: 1)
        #expect(proof.isFound, "\(proof)")
        #expect(proof.failure?.name == "canary")
    }

    @Test(
        "are found by one invariant alone, and by no other",
        arguments: [InvariantName.noPhantom, .predictedState, .webhookTruth])
    func invariantIsNeeded(invariant: InvariantName) throws {
        let proof = try #require(SoleProof.search(for: invariant, limit: 20, others: 3))
        #expect(proof.isProved, "\(proof.bug.name): \(proof.otherFailure?.message ?? "not found")")
    }

    @Test("include one for each invariant that no other invariant is expected to catch")
    func everyInvariantIsNeeded() {
        let promised = InvariantName.allCases.filter { $0.promise != nil }
        #expect(Set(SoleProof.bugs.map(\.invariant)) == Set(promised))
        for (invariant, name) in SoleProof.bugs {
            #expect(PlantedBug.named(name)?.expected == [invariant], "\(name) breaks '\(invariant.rawValue)' alone")
        }
    }

    @Test("have names of their own, say what is wrong, and break something")
    func catalogueIsConsistent() {
        let names = PlantedBug.catalogue.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(names == names.sorted())
        #expect(PlantedBug.named("no-such-bug") == nil)
        #expect(names.count >= 41)
        for bug in PlantedBug.catalogue {
            #expect(!bug.expected.isEmpty, "\(bug.name) breaks nothing")
            #expect(bug.expected.count <= 6, "\(bug.name) breaks too much to tell anything")
            #expect(bug.summary.count > 20 && !bug.summary.hasSuffix("."), "\(bug.name): \(bug.summary)")
            #expect(bug.name.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" }, "\(bug.name)")
        }
    }

    @Test("break every invariant, each of them")
    func everyInvariantIsBroken() {
        let broken = PlantedBug.catalogue.reduce(into: Set<InvariantName>()) { $0.formUnion($1.expected) }
        for invariant in InvariantName.allCases where invariant.promise != nil || invariant == .canary {
            #expect(broken.contains(invariant), "no planted bug breaks '\(invariant.rawValue)'")
        }
    }
}
