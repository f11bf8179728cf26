import Testing

@testable import DaprAdapters

@Suite("Names of jobs")
struct JobNameTests {
    static let names = [
        "reminder-7", "a", "Aufgabe", "a.b", ".a", "a.", "a..b", "a.-b", "-a", "a-", ":", "_", "__", "0", "0_", "00_41",
        "_41", "0-", "a b", "a+b", "a%2Fb", "a/b\\c#d?e", "ключ", "\u{0}", "..", ".", "a:b:c", "0.5", "0A", "00A", "ä0",
    ]

    @Test("come back from their encoding", arguments: names)
    func roundTrip(name: String) {
        #expect(JobName.decode(JobName.encode(name)) == name)
    }

    @Test("keep to the alphabet that every version of the scheduler takes", arguments: names)
    func alphabet(name: String) throws {
        let encoded = JobName.encode(name)
        #expect(encoded.wholeMatch(of: /[a-z0-9]([a-z0-9._:-]*[a-z0-9])?/) != nil, "\(encoded)")
        // Older schedulers take the rest for the labels of a domain name.
        let labels = encoded.filter { !"_:-".contains($0) }.split(separator: ".", omittingEmptySubsequences: false)
        #expect(labels.allSatisfy { !$0.isEmpty })
    }

    @Test("stay as they are when nothing is wrong with them")
    func plain() {
        for name in ["reminder-7", "a.b", "a:b:c", "0.5"] { #expect(JobName.encode(name) == name) }
    }

    @Test("are never the same for two names")
    func areDistinct() {
        #expect(Set(JobNameTests.names.map(JobName.encode)).count == JobNameTests.names.count)
    }
}
