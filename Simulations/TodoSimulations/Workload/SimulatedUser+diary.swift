internal import CivilTime
internal import SimulationKit
internal import TodoDomain
internal import TodoServices

// A user who does what was planned, when it was planned.
extension SimulatedUser {
    /// Lives by a diary until the instant; entries of the same instant are done at once.
    func keep(_ diary: [DiaryEntry], until end: Timestamp) async throws {
        var next = 0
        while next < diary.count, diary[next].instant < end {
            let instant = diary[next].instant
            let entries = diary[next...].prefix { $0.instant == instant }
            next += entries.count
            let chosen = entries.filter { selected?.contains($0.number) ?? true }
            guard !chosen.isEmpty else { continue }
            try await sleep(until: instant)
            // A user who waited for answers for long leaves out what was planned meanwhile.
            guard simulation.now.duration(since: instant) < .seconds(3_600) else { continue }
            try await carryOut(Array(chosen))
        }
        try await sleep(until: end)
    }

    private func carryOut(_ entries: [DiaryEntry]) async throws {
        if let number = entries.first(where: \.needsTheList)?.number {
            // Those who press buttons on what is done must see it.
            try await look(number, atOpenTasksOnly: !entries.contains(where: \.isPress))
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for entry in entries { group.addTask { try await self.carryOut(entry) } }
            try await group.waitForAll()
        }
    }

    private func carryOut(_ entry: DiaryEntry) async throws {
        let random = simulation.unsharedRandom(stream.child("command-\(entry.number)"))
        if case .repeatRequest(let number) = entry.act {
            guard let old = request(answeredAs: number) else { return }
            note(entry.number, CommandDraft(command: old.command), isRepeat: true)
            return try await send(old, as: entry.number, isOnlyOne: false, random)
        }
        guard let command = command(of: entry) else { return }
        let draft = CommandDraft(command: command)
        note(entry.number, draft, isRepeat: false)
        let request = request(command, draft, id: "\(userID)-command-\(entry.number)")
        system.saw(.sent(request))
        if entry.isDoubled {
            try await sendBoth(request, request, as: entry.number, random)
        } else {
            try await send(request, as: entry.number, isOnlyOne: true, random)
        }
    }

    /// The command of an entry; nil when there is nothing to do.
    private func command(of entry: DiaryEntry) -> TaskCommand? {
        switch entry.act {
        case .create(let input): .create(input)
        case .importTask(let task): .importTask(task, isRestored: false)
        case .remind(let offset, let number): made[number].map { .addReminder($0, ReminderInput(offset: offset)) }
        case .tend(let place, let minutes): dueTask(place, withinMinutes: minutes).map { .toggle($0) }
        case .press(let button, let number): made[number].flatMap(newest(ofSeries:)).map(button.command)
        case .repeatRequest: nil
        }
    }

    private func dueTask(_ place: Int, withinMinutes minutes: Int64) -> TaskID? {
        let limit = simulation.now.adding(milliseconds: minutes * 60_000)
        let due = commands.known.values.filter { task in
            guard !task.isCompleted, let due = task.due else { return false }
            return due.instant(in: SimulatedZones.database) <= limit
        }
        let ids = due.map(\.id).sorted()
        return place < ids.count ? ids[place] : nil
    }

    private func newest(ofSeries id: TaskID) -> TaskID? {
        commands.known.values.filter { $0.id == id || $0.series?.id == id }.map(\.id).max()
    }
}

extension DiaryEntry {
    /// True when the user looks at the whole list first.
    fileprivate var needsTheList: Bool {
        switch act {
        case .tend, .press: true
        case .create, .importTask, .remind, .repeatRequest: false
        }
    }
}

extension DiaryEntry {
    fileprivate var isPress: Bool {
        if case .press = act { return true }
        return false
    }
}

extension DiaryEntry.Button {
    fileprivate func command(_ id: TaskID) -> TaskCommand {
        var input = TaskInput()
        switch self {
        case .toggle: return .toggle(id)
        case .complete: input.completed = .set(true)
        case .reopen: input.completed = .set(false)
        case .skip: return .skip(id)
        case .undo: return .undo(id)
        }
        return .update(id, input)
    }
}
