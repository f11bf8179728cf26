internal import CivilTime
internal import SimulationKit
internal import TodoDomain

/// Draws what a user is going to do in a scenario that is driven by the clock.
struct DiaryWriter {
    let random: SimulationRandom
    let begin: Timestamp
    let hours: Int
    let scenario: FullSystem
    let plan: ScenarioPlan

    /// The whole diary of a user.
    func entries() -> [DiaryEntry] {
        var pages = DiaryPages()
        switch scenario.name {
        case .yearOfZones, .zoneDataChange: writeYear(&pages)
        case .weekLongOutage: writeOutage(&pages)
        case .sameSecond: writeSecond(&pages)
        case .completionStorm: writeStorms(&pages)
        case .importStorm: writeImports(&pages)
        case .fullSystem, .clockSteps, .liveClients, .webhooks: break
        }
        return pages.ordered
    }

    /// True for so many users that each of them does little.
    var isCrowd: Bool { scenario.users > 10 }

    func instant(hours: Int64, minutes: Int64 = 0) -> Timestamp {
        begin.adding(milliseconds: (hours * 60 + minutes) * 60_000)
    }

    /// Some time within a minute after an instant, so that not all of it happens at once.
    func soon(after instant: Timestamp) -> Timestamp {
        instant.adding(milliseconds: random.number(in: 1_000...60_000))
    }

    /// Visits now and then, at each of which some tasks that are due are completed: late, in time, or ahead of it.
    func writeVisits(_ pages: inout DiaryPages) {
        var time = begin
        let end = instant(hours: Int64(hours))
        let mean = Int64(scenario.meanPauseMinutes) * 60_000 * (isCrowd ? 10 : 1)
        while true {
            time = time.adding(milliseconds: random.exponential(mean: mean))
            guard time < end else { return }
            visit(&pages, at: time)
        }
    }

    /// One look at the list.
    func visit(_ pages: inout DiaryPages, at time: Timestamp) {
        let lead = random.element(of: [0, 0, 0, 60, 1_440] as [Int64]) ?? 0
        for place in 0..<1 + random.below(3) { pages.add(.tend(place: place, leadMinutes: lead), at: time) }
    }

    /// Adds a reminder or two to a task.
    func remind(_ pages: inout DiaryPages, of task: Int, after time: Timestamp, most: Int = 2) {
        for _ in 0..<random.below(most + 1) {
            let text = random.element(of: ["PT0S", "-PT10M", "-PT1H", "-P1D", "-P1DT2H", "-P7D", "PT30M", "-PT24H"])
            guard let offset = text.flatMap({ ReminderOffset(text: $0) }) else { return }
            pages.add(.remind(offset, ofTaskMadeBy: task), at: soon(after: time))
        }
    }

    /// A task of that title, due at that reading on the clock of a zone.
    func task(_ title: String, due: CivilDateTime, in zone: String?) -> TaskInput {
        var input = TaskInput()
        input.title = .set(title)
        input.due.text = .set(due.iso8601)
        if let zone { input.due.zoneName = .set(zone) }
        return input
    }
}
