/// The tasks and time zones of a calendar file as components; what else is there is only counted.
struct CalendarTree {
    private(set) var tasks: [CalendarComponent] = []
    private(set) var zones: [CalendarComponent] = []
    /// How many components of other kinds there were, by name.
    private(set) var others: [String: Int] = [:]
    /// What is wrong outside of any task.
    private(set) var faults: [FormatFault] = []

    private var open: [CalendarComponent] = []
    private var hasCalendar = false
    private var isFull = false

    /// How deep components nest, and how much one holds.
    private static let mostLevels = 8
    private static let mostProperties = 2_000
    private static let mostComponents = 200

    init(_ bytes: [UInt8]) {
        var reader = ContentLineReader(bytes)
        var last = 1
        while !isFull, let result = reader.next() {
            switch result {
            case .success(let line):
                last = line.line
                take(line)
            case .failure(let fault):
                last = fault.line
                note(fault)
            }
        }
        finish(at: last)
    }

    private mutating func take(_ line: ContentLine) {
        switch line.name {
        case "BEGIN": begin(line)
        case "END": end(line)
        default:
            guard let top = open.indices.last else {
                return note(FormatFault(line: line.line, "\(line.name) is outside of BEGIN:VCALENDAR"))
            }
            guard isKept else { return }
            if open[top].properties.count < CalendarTree.mostProperties {
                open[top].properties.append(line)
            } else {
                note(FormatFault(line: line.line, "a component has at most \(CalendarTree.mostProperties) lines"))
            }
        }
    }

    private mutating func begin(_ line: ContentLine) {
        let name = line.value.uppercased()
        guard open.count < CalendarTree.mostLevels else {
            note(FormatFault(line: line.line, "components nest at most \(CalendarTree.mostLevels) deep"))
            isFull = true
            return
        }
        if open.isEmpty, name != "VCALENDAR" {
            note(FormatFault(line: line.line, "'\(name.prefix(40))' is outside of BEGIN:VCALENDAR"))
        }
        hasCalendar = hasCalendar || name == "VCALENDAR"
        open.append(CalendarComponent(name: name, line: line.line))
    }

    private mutating func end(_ line: ContentLine) {
        let name = line.value.uppercased()
        guard let place = open.lastIndex(where: { $0.name == name }) else {
            return note(FormatFault(line: line.line, "END:\(name.prefix(40)) without its BEGIN"))
        }
        while open.count > place + 1 {
            closeTop(FormatFault(line: line.line, "END:\(open[open.count - 1].name) is missing"))
        }
        closeTop(nil)
    }

    private mutating func closeTop(_ fault: FormatFault?) {
        guard var closed = open.popLast() else { return }
        if let fault { closed.faults.append(fault) }
        switch closed.name {
        case "VTODO":
            tasks.append(closed)
            if tasks.count >= ImportLimits.mostItems {
                faults.append(FormatFault(line: closed.line, "a file has at most \(ImportLimits.mostItems) tasks"))
                isFull = true
            }
        case "VTIMEZONE": zones.append(closed)
        case "VCALENDAR": faults += closed.faults.prefix(ImportLimits.mostFaults)
        case "VALARM" where open.last?.name == "VTODO":
            let parent = open.count - 1
            open[parent].faults += closed.faults
            if open[parent].components.count < CalendarTree.mostComponents { open[parent].components.append(closed) }
        case "STANDARD", "DAYLIGHT": break
        default: others[String(closed.name.prefix(40)), default: 0] += 1
        }
    }

    /// True within what is kept: tasks with their alarms, and time zones.
    private var isKept: Bool {
        guard let top = open.last else { return false }
        return top.name == "VTODO" || top.name == "VALARM" || top.name == "VTIMEZONE"
    }

    private mutating func note(_ fault: FormatFault) {
        if let top = open.indices.last {
            if open[top].faults.count < ImportLimits.mostFaults { open[top].faults.append(fault) }
        } else if faults.count < ImportLimits.mostFaults {
            faults.append(fault)
        }
    }

    private mutating func finish(at line: Int) {
        let isCut = !open.isEmpty && !isFull
        while let top = open.last { closeTop(FormatFault(line: line, "the file ends before END:\(top.name)")) }
        if !hasCalendar { faults.insert(FormatFault(line: 1, "no iCalendar: BEGIN:VCALENDAR is missing"), at: 0) }
        if isCut, faults.isEmpty { faults.append(FormatFault(line: line, "the end of the file is missing")) }
    }
}
