internal import CivilTime

extension TodoTask {
    /// The most reminders that one task has.
    public static let mostReminders: Int = 20
    /// The most bytes of a task's identity in files.
    public static let mostUIDBytes: Int = 255

    /// Everything for which a task out of a file cannot be taken; empty when it can.
    ///
    /// What clients send is checked as it is read; a file comes as a whole task, which may have been written by hand.
    public var importFaults: [ValidationFault] {
        textFaults + tagFaults + seriesFaults + timeFaults
    }

    private var textFaults: [ValidationFault] {
        var faults: [ValidationFault] = []
        func check(_ pointer: String, _ text: String, _ lengths: ClosedRange<Int>) {
            if text.unicodeScalars.contains("\0") {
                faults.append(.init(pointer: pointer, code: .invalid, message: "must not contain the character U+0000"))
            } else if !lengths.contains(text.count) || text != text.trimmingWhitespace() {
                let wanted = "\(lengths.lowerBound) to \(lengths.upperBound) characters without space at the ends"
                faults.append(
                    .init(
                        pointer: pointer, code: text.count > lengths.upperBound ? .tooLong : .tooShort,
                        message: "has \(wanted), found \(text.count)"))
            }
        }
        check("/title", title, 1...200)
        check("/description", description, 0...1_000)
        if let uid, uid.isEmpty || uid.utf8.count > TodoTask.mostUIDBytes || uid.unicodeScalars.contains("\0") {
            faults.append(
                .init(
                    pointer: "/uid", code: .tooLong,
                    message: "has 1 to \(TodoTask.mostUIDBytes) bytes, found \(uid.utf8.count)"))
        }
        return faults
    }

    private var tagFaults: [ValidationFault] {
        var faults: [ValidationFault] = []
        if tags.count > ObjectReader.mostTagsPerTask || Set(tags.map(Tag.key)).count < tags.count {
            let message = "at most \(ObjectReader.mostTagsPerTask) different tags, found \(tags.count)"
            faults.append(.init(pointer: "/tags", code: .tooLong, message: message))
        }
        for name in tags where Tag.importFault(name: name) != nil {
            faults.append(.init(pointer: "/tags", code: .invalid, message: Tag.importFault(name: name) ?? ""))
        }
        if reminders.count > TodoTask.mostReminders || Set(reminders.map(\.id)).count < reminders.count {
            let message = "at most \(TodoTask.mostReminders) different reminders, found \(reminders.count)"
            faults.append(.init(pointer: "/reminders", code: .tooLong, message: message))
        }
        return faults
    }

    private var seriesFaults: [ValidationFault] {
        guard let series else { return [] }
        func fault(_ message: String) -> [ValidationFault] {
            [ValidationFault(pointer: "/series", code: .conflict, message: message)]
        }
        guard due != nil else { return fault("a task that repeats needs a due date") }
        let settings = series.settings
        guard max(settings.exceptions.count, settings.additions.count) <= SeriesUpdate.mostDates,
            series.passedOver.count <= Series.mostPassedOver
        else { return fault("at most \(SeriesUpdate.mostDates) dates are kept beside those of the rule") }
        guard settings.exceptions == settings.exceptions.sorted(), settings.additions == settings.additions.sorted()
        else { return fault("the dates beside those of the rule ascend") }
        guard settings.repeatFrom == .due || series.rule.isPlainInterval && settings.advance == .onCompletion else {
            return fault("from completion needs a plain interval of days or longer, and no advance on_schedule")
        }
        guard series.number.map({ $0 >= 1 }) ?? true else { return fault("an occurrence's number is 1 or more") }
        return []
    }

    private var timeFaults: [ValidationFault] {
        let instants = [createdAt, updatedAt, completedAt].compactMap(\.self) + reminders.map(\.remindAt)
        let readings = [due?.wall, series?.anchor].compactMap(\.self)
        guard instants.allSatisfy(Timestamp.writable.contains), version >= 1, version < .max / 2,
            readings.allSatisfy({ (0...9_999).contains($0.date.year) }), (due?.zoneName?.utf8.count ?? 0) <= 100
        else {
            return [.init(pointer: "", code: .invalid, message: "a date is outside of the years 0 to 9999")]
        }
        return []
    }
}

extension Tag {
    /// Why a tag of that name cannot be taken out of a file; nil when it can.
    public static func importFault(name: String) -> String? {
        guard (1...50).contains(name.count), name == name.trimmingWhitespace(), !name.unicodeScalars.contains("\0")
        else { return "'\(name.prefix(60))' is no tag: 1 to 50 characters without space at the ends" }
        return nil
    }

    /// Why a tag cannot be taken out of a file; nil when it can.
    public var importFault: String? {
        let digits = colour.dropFirst()
        guard colour.first == "#", digits.utf8.count == 6, digits.allSatisfy(\.isHexDigit),
            colour == colour.lowercased()
        else { return "'\(colour.prefix(20))' is no colour; use # and six hexadecimal digits, as #1e90ff" }
        return Tag.importFault(name: name)
    }
}
