/// Rates of repeated measurements, as a table of medians.
final class Figures {
    private var rates: [(name: String, rates: [Double])] = []

    /// Notes how long that many events took.
    func note(_ name: String, _ took: Duration, _ events: Int) {
        let seconds = Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18
        let rate = Double(events) / seconds
        if let index = rates.firstIndex(where: { $0.name == name }) {
            rates[index].rates.append(rate)
        } else {
            rates.append((name, [rate]))
        }
    }

    /// Prints each median beside that of the first figure whose name begins alike.
    func show() {
        let medians = rates.map { (name: $0.name, rate: $0.rates.sorted()[$0.rates.count / 2]) }
        print("| what | events a second | of librdkafka alone |")
        print("|---|--:|--:|")
        for (name, rate) in medians {
            let bare = medians.first { $0.name.hasPrefix(name.prefix(4)) }?.rate ?? rate
            print("| \(name) | \(Int(rate)) | \(Double(Int(rate / bare * 100)) / 100) |")
        }
    }
}
