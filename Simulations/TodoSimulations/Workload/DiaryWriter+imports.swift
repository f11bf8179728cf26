internal import CivilTime
internal import SimulationKit
internal import TodoDomain

// A file that is imported by several devices at once and again later, while its tasks are worked on.
extension DiaryWriter {
    func writeImports(_ pages: inout DiaryPages) {
        let file = (0..<6 + random.below(10)).map { fileTask($0) }
        let first = instant(hours: 0, minutes: random.number(in: 1...30))
        let keys = importAll(file, at: first, &pages)
        if random.below(2) == 0 { importAll(file, at: first, &pages) }
        var time = first
        while true {
            time = time.adding(milliseconds: random.exponential(mean: 1_500_000))
            guard time < instant(hours: Int64(hours)) else { return }
            if random.below(3) == 0 {
                importAll(file, at: time, &pages)
            } else {
                work(on: random.element(of: keys) ?? 0, at: time, &pages)
            }
        }
    }

    /// Imports every task, each request with an identity of its own for it, as each import sets its own aside.
    @discardableResult
    private func importAll(_ file: [TodoTask], at time: Timestamp, _ pages: inout DiaryPages) -> [Int] {
        let keys = file.map { task in
            let id = TaskID(random.number(in: 1_000_000_000...1_000_000_000_000))
            let placed = task.identified(by: { _ in id }, reminders: { $0 }, of: task.userID)
            return pages.add(.importTask(placed), at: time, isDoubled: random.below(6) == 0)
        }
        let later = time.adding(milliseconds: random.number(in: 1_000...1_200_000))
        for key in keys where random.below(5) == 0 { pages.add(.repeatRequest(of: key), at: later) }
        return keys
    }

    private func work(on task: Int, at time: Timestamp, _ pages: inout DiaryPages) {
        let button = random.element(of: DiaryEntry.Button.allCases) ?? .toggle
        pages.add(.press(button, ofSeriesMadeBy: task), at: time, isDoubled: random.below(4) == 0)
        remind(&pages, of: task, after: time, most: 1)
    }

    /// A task as a file has it: done or open, with or without a date, repeating or not, with reminders before and after
    /// the present.
    private func fileTask(_ number: Int) -> TodoTask {
        let made = begin.adding(milliseconds: -random.number(in: 1...1_000) * 3_600_000)
        var task = TodoTask(
            id: TaskID(1), userID: UserID("file"), title: "File \(number)", createdAt: made, updatedAt: made,
            uid: "\(number)@file")
        task.tags = random.below(2) == 0 ? ["filed"] : []
        let hour = random.number(in: -24...24)
        let reading = (begin.millisecondsSinceEpoch / 3_600_000 + hour) * 3_600_000
        if random.below(4) > 0 { task.due = DueDate(wall: CivilDateTime(millisecondsSinceEpoch: reading)) }
        if task.due == nil, random.below(3) == 0 { task.completedAt = made }
        if let due = task.due, random.below(2) == 0, let rule = RecurrenceRule(frequency: .daily) {
            task.series = Series(rule: rule, anchor: due.wall, id: task.id, occurrence: due.wall)
        }
        for id in 0..<Int64(random.below(3)) {
            let instant = begin.adding(milliseconds: random.number(in: -60...360) * 60_000)
            task.reminders.append(Reminder(id: ReminderID(id + 1), remindAt: instant))
        }
        return task
    }
}
