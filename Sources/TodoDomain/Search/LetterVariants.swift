/// Letters that searches take for one another, out of Unicode's own names for them.
enum LetterVariants {
    /// What each lower-case letter that is a variant stands for; others are not in it.
    static let bases: [Unicode.Scalar: String] = {
        let scalars = (plain + decorated).joined().compactMap(Unicode.Scalar.init)
        var byName: [String: Unicode.Scalar] = [:]
        for scalar in scalars {
            if let name = scalar.properties.name { byName[name] = scalar }
        }
        var bases = urdu
        for scalar in decorated.joined().compactMap(Unicode.Scalar.init) where bases[scalar] == nil {
            guard let name = scalar.properties.name, let base = byName[baseName(of: name)], base != scalar else {
                continue
            }
            bases[scalar] = urdu[base] ?? (base.isLeftOutOfSearch ? "" : String(base))
        }
        return bases
    }()

    /// Where letters without additions are.
    private static let plain: [ClosedRange<UInt32>] = [0x21...0x7E, 0x0600...0x06FF]

    /// Where letters with additions are: accented, of full width, and in the forms of their place in an Arabic word.
    private static let decorated: [ClosedRange<UInt32>] = [
        0x00DF...0x024F, 0x0370...0x052F, 0x1E00...0x1FFF, 0xFB50...0xFBFF, 0xFE70...0xFEFC, 0xFF01...0xFF5E,
    ]

    /// The name of the letter without its additions: `LATIN SMALL LETTER E WITH ACUTE` is one of an E.
    private static func baseName(of name: String) -> String {
        var words = name.split(separator: " ")
        if words.first == "FULLWIDTH" { words.removeFirst() }
        if let with = words.firstIndex(of: "WITH") { words.removeSubrange(with...) }
        if words.last == "FORM", words.count > 2 { words.removeLast(2) }
        return words.joined(separator: " ")
    }

    /// What keyboards for Arabic and Persian give, by what Urdu writes; and letters whose names do not tell what they
    /// are a variant of.
    private static let urdu: [Unicode.Scalar: String] = {
        var bases: [Unicode.Scalar: String] = [
            "ß": "ss", "æ": "ae", "œ": "oe", "ǳ": "dz", "ǉ": "lj", "ǌ": "nj", "ı": "i", "ς": "σ",
            "ё": "е", "й": "и", "ї": "і", "ў": "у",
        ]
        let variants: [(String, [Unicode.Scalar])] = [
            ("\u{0627}", ["\u{0622}", "\u{0623}", "\u{0625}", "\u{0671}"]),
            ("\u{06CC}", ["\u{064A}", "\u{0649}", "\u{0626}", "\u{06D0}"]),
            ("\u{06A9}", ["\u{0643}", "\u{06AA}"]),
            ("\u{06C1}", ["\u{0647}", "\u{0629}", "\u{06BE}", "\u{06C0}", "\u{06C2}", "\u{06C3}", "\u{06D5}"]),
            ("\u{0648}", ["\u{0624}"]),
            ("\u{0646}", ["\u{06BA}"]),
        ]
        for (base, letters) in variants {
            for letter in letters { bases[letter] = base }
        }
        for digit in UInt32(0)...9 {
            for zero in [UInt32(0x0660), 0x06F0] {
                if let scalar = Unicode.Scalar(zero + digit) { bases[scalar] = String(digit) }
            }
        }
        return bases
    }()
}
