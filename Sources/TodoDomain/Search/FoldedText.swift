/// Text as searches compare it: without case, accents and the variants of letters that people type for each other.
///
/// Latin, Greek and Cyrillic letters lose what their Unicode names say after "WITH". Letters of Arabic script become
/// the ones that Urdu writes, as keyboards for Arabic give others that look the same, and its digits become ASCII's.
public enum FoldedText {
    /// The folded text.
    public static func fold(_ text: some StringProtocol) -> String {
        var folded = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar.isASCII {
                folded.append(scalar.lowercasedASCII)
            } else if !scalar.isLeftOutOfSearch {
                for lower in scalar.properties.lowercaseMapping.unicodeScalars where !lower.isLeftOutOfSearch {
                    folded.append(contentsOf: (LetterVariants.bases[lower] ?? String(lower)).unicodeScalars)
                }
            }
        }
        return String(folded)
    }

    /// The words of the text, folded, each once, in their order.
    public static func words(of text: some StringProtocol) -> [String] {
        var seen: Set<Substring> = []
        return fold(text).split(whereSeparator: \.isWhitespace).filter { seen.insert($0).inserted }.map(String.init)
    }
}

extension Unicode.Scalar {
    fileprivate var lowercasedASCII: Unicode.Scalar {
        ("A"..."Z").contains(self) ? Unicode.Scalar(UInt8(value) + 0x20) : self
    }

    /// True for marks over and under letters, for the stroke that lengthens Arabic words, and for joiners.
    var isLeftOutOfSearch: Bool {
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark: true
        default: value == 0x0640 || value == 0x200C || value == 0x200D
        }
    }
}
