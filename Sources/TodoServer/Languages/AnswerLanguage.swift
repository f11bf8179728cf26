/// A language that problems are told in.
enum AnswerLanguage: String, Sendable {
    case english = "en"
    case urdu = "ur"

    /// The one that an `Accept-Language` (RFC 9110) likes best; English when it says nothing of either.
    init(accepting header: String?) {
        var best: (language: AnswerLanguage, quality: Int) = (.english, 0)
        for part in (header ?? "").prefix(1_000).split(separator: ",") {
            let pieces = part.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
            guard let range = pieces.first else { continue }
            let primary = range.prefix { $0 != "-" }
            guard let language = primary == "*" ? .english : AnswerLanguage(rawValue: String(primary)) else { continue }
            let weight = pieces.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            let quality = Int(min(max(weight, 0), 1) * 1_000)
            if quality > best.quality { best = (language, quality) }
        }
        self = best.language
    }
}
