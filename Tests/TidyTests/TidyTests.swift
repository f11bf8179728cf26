import Testing

@Suite("Tidy")
struct TidyTests {
    static let files = Result { try Repository.files() }

    @Test("the repository keeps the rule", arguments: TidyRule.all)
    func repositoryKeeps(rule: TidyRule) throws {
        let excepted = Set(TidyException.all.filter { $0.rule == rule.name }.map(\.path))
        let files = try TidyTests.files.get().filter { !excepted.contains($0.path) }
        for finding in files.flatMap(rule.findings) {
            Issue.record("\(finding)")
        }
    }

    @Test("each rule fires on its breaches and on nothing else", arguments: TidyRule.all)
    func ruleBites(rule: TidyRule) {
        #expect(!rule.breaches.isEmpty)
        #expect(!rule.proper.isEmpty)
        for example in rule.breaches {
            #expect(rule.findings(example.file) != [], "must fire on \(example.path):\n\(example.text)")
        }
        for example in rule.proper {
            #expect(rule.findings(example.file) == [], "must not fire on \(example.path):\n\(example.text)")
        }
    }

    @Test("rules have names of their own")
    func namesAreUnique() {
        #expect(Set(TidyRule.all.map(\.name)).count == TidyRule.all.count)
    }

    @Test("each exception is still needed", arguments: TidyException.all)
    func exceptionIsNeeded(exception: TidyException) throws {
        let rule = try #require(TidyRule.all.first { $0.name == exception.rule }, "no rule \(exception.rule)")
        let file = try TidyTests.files.get().first { $0.path == exception.path }
        #expect(try !rule.findings(#require(file, "no file \(exception.path)")).isEmpty)
        #expect(!exception.reason.isEmpty)
    }

    @Test("the walk finds sources, tests and pages, and no build products")
    func walk() throws {
        let paths = try TidyTests.files.get().map(\.path)
        #expect(paths.contains("Package.swift"))
        #expect(paths.contains("Sources/CivilTime/CivilDate.swift"))
        #expect(paths.contains("Tests/TidyTests/TidyTests.swift"))
        #expect(!paths.contains { $0.contains(".build") })
    }
}

extension TidyRule: CustomTestStringConvertible {
    var testDescription: String { name }
}

extension TidyException: CustomTestStringConvertible {
    var testDescription: String { "\(path): \(rule)" }
}
