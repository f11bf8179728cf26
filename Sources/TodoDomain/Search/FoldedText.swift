/// Text as searches compare it: without case, accents and the variants of letters that people type for each other.
///
/// Latin, Greek and Cyrillic letters lose what their Unicode names say after "WITH". Letters of Arabic script become
/// the ones that Urdu writes, as keyboards for Arabic give others that look the same, and its digits become ASCII's.
public enum FoldedText {
    /// The folded text.
    public static func fold(_ text: some StringProtocol) -> String {
        var folded = ""
        folded.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            if scalar.isASCII {
                folded.unicodeScalars.append(scalar.lowercasedASCII)
            } else if scalar.value < FoldedText.commonEnd {
                folded += FoldedText.common[Int(scalar.value)]
            } else {
                folded += FoldedText.fold(scalar)
            }
        }
        return folded
    }

    /// Where the alphabets end that are folded with a table.
    private static let commonEnd: UInt32 = 0x0780

    /// What each scalar of Latin, Greek, Cyrillic and Arabic is folded to: asking Unicode each time takes long.
    private static let common: [String] = (0..<commonEnd).map { Unicode.Scalar($0).map(fold) ?? "" }

    private static func fold(_ scalar: Unicode.Scalar) -> String {
        guard !scalar.isLeftOutOfSearch else { return "" }
        var folded = ""
        for lower in scalar.properties.lowercaseMapping.unicodeScalars where !lower.isLeftOutOfSearch {
            folded += LetterVariants.bases[lower] ?? String(lower)
        }
        return folded
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
