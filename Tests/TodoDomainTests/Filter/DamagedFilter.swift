import TodoDomain

/// Texts that are filters, or were, or never will be.
struct DamagedFilter {
    var random: RandomFilter

    private static let alphabet =
        Array("tagduepriost=!<>~&|()\",'+-0123456789 :TZ.\\nowhmdwقک\u{0}\n\u{301}🇵").map(String.init)

    mutating func text() -> String {
        switch Int.random(in: 0..<10, using: &random.numbers) {
        case 0: return noise()
        case 1: return random.text()
        case 2: return random.text() + "||" + random.text()
        case 3: return String(repeating: pick(["(", "!", "tag&&", "\"", "tag in a,", "now+1d", "é"]), count: 40)
        case 4: return "title ~ " + String(repeating: pick(["a", "é", "\u{301}", "🇵"]), count: 5_000)
        default:
            var characters = random.text().map(String.init)
            for _ in 0..<Int.random(in: 1...4, using: &random.numbers) { damage(&characters) }
            return characters.joined()
        }
    }

    private mutating func pick(_ choices: [String]) -> String {
        choices.randomElement(using: &random.numbers) ?? ""
    }

    private mutating func noise() -> String {
        (0..<Int.random(in: 0...60, using: &random.numbers)).map { _ in letter() }.joined()
    }

    private mutating func letter() -> String { pick(DamagedFilter.alphabet) }

    private mutating func damage(_ characters: inout [String]) {
        guard let place = characters.indices.randomElement(using: &random.numbers) else { return }
        switch Int.random(in: 0..<6, using: &random.numbers) {
        case 0: characters.remove(at: place)
        case 1: characters.insert(letter(), at: place)
        case 2: characters[place] = letter()
        case 3: characters.removeSubrange(place...)
        case 4: characters.insert(String(UInt64.random(in: 0 ... .max, using: &random.numbers)), at: place)
        default: characters.insert(contentsOf: characters[place...].prefix(12), at: place)
        }
    }
}
