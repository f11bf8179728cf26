/// Name and labels of one time series, in the form in which the text format writes them.
struct PrometheusSeries: Hashable, Sendable {
    /// Metric name of letters, digits, underscores and colons.
    let name: String
    /// `{a="1",b="2"}` without the braces, sorted by label; empty when there are no labels.
    let labels: String

    /// The series of a metric and its labels; characters that the format does not allow in names become `_`, and of
    /// labels with one name the last counts.
    init(_ name: String, _ labels: [(String, String)] = []) {
        self.name = PrometheusSeries.sanitised(name, colonsAllowed: true)
        let pairs = labels.map { (PrometheusSeries.sanitised($0.0, colonsAllowed: false), $0.1) }
        let unique = Dictionary(pairs) { _, last in last }
        self.labels = unique.sorted { $0.key < $1.key }
            .map { "\($0.key)=\"\(PrometheusSeries.escapedLabel($0.value))\"" }
            .joined(separator: ",")
    }

    /// The series' sample line with a value, and with a further label when given.
    func line(_ value: String, suffix: String = "", adding label: String = "") -> String {
        let all = [labels, label].filter { !$0.isEmpty }.joined(separator: ",")
        return name + suffix + (all.isEmpty ? "" : "{\(all)}") + " \(value)\n"
    }

    private static func sanitised(_ name: String, colonsAllowed: Bool) -> String {
        var clean = ""
        for character in name.unicodeScalars {
            switch character {
            case "a"..."z", "A"..."Z", "_": clean.unicodeScalars.append(character)
            case "0"..."9":
                if clean.isEmpty { clean.append("_") }
                clean.unicodeScalars.append(character)
            case ":" where colonsAllowed: clean.append(":")
            default: clean.append("_")
            }
        }
        return clean.isEmpty ? "_" : clean
    }

    private static func escapedLabel(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
