internal import CivilTime

/// Collects the entries of a diary in any order.
struct DiaryPages {
    private var entries: [DiaryEntry] = []

    /// Adds an entry and answers a key by which others can speak of it.
    @discardableResult
    mutating func add(_ act: DiaryEntry.Act, at instant: Timestamp, isDoubled: Bool = false) -> Int {
        entries.append(DiaryEntry(number: entries.count, instant: instant, act: act, isDoubled: isDoubled))
        return entries.count - 1
    }

    /// The entries in order of time, numbered from 1, with their keys replaced by those numbers.
    var ordered: [DiaryEntry] {
        let sorted = entries.sorted { ($0.instant, $0.number) < ($1.instant, $1.number) }
        var numbers = [Int](repeating: 0, count: sorted.count)
        for (index, entry) in sorted.enumerated() { numbers[entry.number] = index + 1 }
        return sorted.map { entry in
            let act: DiaryEntry.Act =
                switch entry.act {
                case .create, .importTask, .tend: entry.act
                case .remind(let offset, let key): .remind(offset, ofTaskMadeBy: numbers[key])
                case .press(let button, let key): .press(button, ofSeriesMadeBy: numbers[key])
                case .repeatRequest(let key): .repeatRequest(of: numbers[key])
                }
            return DiaryEntry(
                number: numbers[entry.number], instant: entry.instant, act: act, isDoubled: entry.isDoubled)
        }
    }
}
