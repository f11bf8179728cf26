import Foundation
import HTTPTypes
import Testing
import TodoDomain

@testable import TodoServer

@Suite("Problems in Urdu")
struct UrduTests {
    @Test(
        "the language that a caller likes best is taken",
        arguments: [
            (nil, "en"), ("", "en"), ("ur", "ur"), ("ur-PK,ur;q=0.9,en;q=0.8", "ur"), ("en,ur", "en"),
            ("en;q=0.5, ur;q=0.6", "ur"), ("fr, ur;q=0.1", "ur"), ("fr", "en"), ("UR-pk", "ur"), ("ur;q=0", "en"),
            ("*, ur;q=0.5", "en"), ("urd", "en"), (";;;,ur;q=x", "ur"),
        ] as [(String?, String)])
    func languages(header: String?, language: String) {
        #expect(AnswerLanguage(accepting: header).rawValue == language)
    }

    @Test("a problem is told in Urdu to whoever asks for it, values as they were, and in English to others")
    func answers() async throws {
        let door = await FrontDoorFixture()
        let ada = try await door.signUp("ada@example.com")
        let urdu: HTTPFields = [.acceptLanguage: "ur-PK, en;q=0.5"]
        let body = #"{"titel":"x","priority":"urgent"}"#
        let told = try await door.send(.post, ada.path("tasks"), body, token: ada.token, headers: urdu)
        let english = try await door.send(.post, ada.path("tasks"), body, token: ada.token)
        #expect(told.status == 422 && english.status == 422)
        #expect(told.headers[.contentLanguage] == "ur")
        #expect(english.headers[.contentLanguage] == "en")
        for answer in [told, english] { #expect(answer.headers[.vary]?.contains("Accept-Language") == true) }
        #expect(told["code"] == english["code"] && told["type"] == english["type"])
        #expect(told.pointers == english.pointers)
        #expect(told["title"] == .string("دی گئی معلومات درست نہیں"))
        #expect(told.text.contains("urgent") && told.text.contains("کوئی ترجیح نہیں"))
        #expect(english.text.contains("'urgent' is no priority; use high, medium or low"))
        #expect(!told.text.contains("is no priority"))
    }

    @Test("what has no translation stays English, and the answer says so")
    func mixed() async throws {
        let door = await FrontDoorFixture()
        let ada = try await door.signUp("ada@example.com")
        let answer = try await door.send(
            .get, ada.path("tasks") + "?filter=priority%20=%20high%20high", token: ada.token,
            headers: [.acceptLanguage: "ur"])
        #expect(answer.status == 400)
        #expect(answer.headers[.contentLanguage] == "ur, en")
    }

    @Test("every kind has a title of its own in Urdu")
    func titles() {
        let titles = ProblemKind.allCases.map(\.urduTitle)
        #expect(Set(titles).count == titles.count)
        for title in titles { #expect(title.unicodeScalars.contains { (0x0600...0x06FF).contains($0.value) }) }
    }

    @Test("every translation has the places of its English, and is found by it")
    func catalogue() throws {
        let pairs = UrduCatalogue.requests + UrduCatalogue.access + UrduCatalogue.fields
        #expect(Set(pairs.map(\.english)).count == pairs.count)
        for (english, urdu) in pairs {
            let places = (1...9).filter { english.contains("{\($0)}") }
            #expect(places == (1...9).filter { urdu.contains("{\($0)}") }, "\(english)")
            let message = places.reduce(english) { $0.replacing("{\($1)}", with: "v\($1)") }
            let told = try #require(UrduMessages.translation(of: message), "\(english)")
            let expected = places.reduce(urdu) { $0.replacing("{\($1)}", with: "\u{2068}v\($1)\u{2069}") }
            #expect(told == expected, "\(english)")
        }
    }

    /// Texts of problems that stand in these folders' sources, interpolations as numbered places.
    private func texts(in folder: String, calls: Regex<Substring>) throws -> [String] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Sources/\(folder)")
        let names = try FileManager.default.subpathsOfDirectory(atPath: root.path).filter { $0.hasSuffix(".swift") }
        return try names.flatMap { name -> [String] in
            let source = try String(contentsOf: root.appendingPathComponent(name), encoding: .utf8)
            return source.ranges(of: calls).compactMap { Self.literal(in: source[$0.upperBound...]) }
        }
    }

    /// The literal at the beginning, with what `+` adds to it.
    private static func literal(in source: Substring) -> String? {
        var (text, rest, number) = ("", source.drop { $0.isWhitespace }, 1)
        guard rest.first == "\"" else { return nil }
        while rest.first == "\"" {
            rest = rest.dropFirst()
            while let character = rest.popFirst(), character != "\"" {
                guard character == "\\" else { text.append(character); continue }
                guard rest.first == "(" else { text.append(rest.removeFirst()); continue }
                var depth = 0
                repeat {
                    guard let next = rest.popFirst() else { return nil }
                    depth += next == "(" ? 1 : next == ")" ? -1 : 0
                } while depth > 0
                text += "{\(number)}"
                number += 1
            }
            let after = rest.drop { $0.isWhitespace }
            guard after.first == "+" else { break }
            rest = after.dropFirst().drop { $0.isWhitespace }
        }
        return text
    }

    @Test("every text of a problem and of a field's fault in the sources has a translation")
    func coverage() throws {
        let problems = try texts(
            in: "TodoServer", calls: /(?:Problem|self\.init|self = Problem)\(\s*\.\w+,\s*|unauthenticated\(\s*/)
        let faults = try [
            "TodoServer", "TodoDomain/Validation", "TodoDomain/Tags", "TodoDomain/Reminders",
            "TodoDomain/Settings", "TodoDomain/Tasks",
        ].flatMap {
            try texts(in: $0, calls: /fault\(\s*(?:pointer: )?\w*"?\w*"?,\s*(?:\.\w+|"\w+"),\s*/)
        }
        #expect(problems.count > 40 && faults.count > 30, "\(problems.count) and \(faults.count) found")
        for text in problems + faults where text.contains(where: \.isWhitespace) {
            // Grammars of rules and filters speak English inside; their places are passed on.
            let sample = (1...6).reduce(text) { $0.replacing("{\($1)}", with: "v\($1)") }
            #expect(UrduMessages.translation(of: sample) != nil, "\(text)")
        }
    }
}
