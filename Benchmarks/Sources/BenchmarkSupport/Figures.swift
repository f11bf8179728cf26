/// Rates of repeated measurements, as a table of medians.
package final class Figures {
    private var rates: [(name: String, rates: [Double])] = []

    /// No figures yet.
    package init() {}

    /// Notes how long that many events took; the name is `group: what`.
    package func note(_ name: String, _ took: Duration, _ events: Int) {
        let rate = Double(events) / took.inSeconds
        if let index = rates.firstIndex(where: { $0.name == name }) {
            rates[index].rates.append(rate)
        } else {
            rates.append((name, [rate]))
        }
    }

    /// Prints each median beside the first figure of its group, whose meaning the third column's title tells.
    package func show(_ unit: String, besides reference: String) {
        let medians = rates.map { (name: $0.name, rate: $0.rates.sorted()[$0.rates.count / 2]) }
        print("| what | \(unit) | \(reference) |")
        print("|---|--:|--:|")
        for (name, rate) in medians {
            let group = name.prefix { $0 != ":" } + ":"
            let first = medians.first { $0.name.hasPrefix(group) }?.rate ?? rate
            print("| \(name) | \(grouped(Int(rate))) | \(hundredths(rate / first)) |")
        }
    }

    /// Two places after the point.
    private func hundredths(_ ratio: Double) -> String {
        let whole = Int((ratio * 100).rounded())
        return "\(whole / 100).\(whole % 100 / 10)\(whole % 10)"
    }

    /// Thousands apart, as people read them.
    private func grouped(_ number: Int) -> String {
        let digits = Array(String(number))
        return digits.indices.reduce("") { text, index in
            let isFirstOfGroup = index > 0 && (digits.count - index).isMultiple(of: 3)
            return text + (isFirstOfGroup ? "," : "") + String(digits[index])
        }
    }
}

extension Duration {
    /// Seconds with their fraction.
    package var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
