import CivilTime
import Testing
import TodoDomain
import TodoFormats

@Suite("Reading Todoist's tables")
struct TodoistReadingTests {
    private func read(_ text: String) -> ImportedFile {
        TodoistReading.file(
            Array(text.utf8), settings: .init(timeZone: "Europe/Berlin"), zones: testZones, now: testNow)
    }

    @Test("gives tasks with labels, priority, dates, comments and parents, and refuses a bad row alone")
    func template() throws {
        let file = read(TodoistSamples.template)
        #expect(file.faults.isEmpty)
        #expect(file.allFaults.map(\.line) == [10])
        let tasks = file.tasks
        #expect(
            tasks.map(\.title) == [
                "Pay rent", "Buy milk", "The \"good\" one", "Write to a@b.example", "Water plants", "Water plants",
            ])
        #expect(tasks[0].tags == ["home", "money"] && tasks[0].priority == .high)
        #expect(tasks[0].description == "by transfer\n\nAccount 4711, see mail")
        #expect(tasks[0].series?.rule.text == "monthly" && tasks[0].due?.text == "2026-11-30")
        #expect(tasks[1].tags == ["Errands"] && tasks[1].priority == .low)
        #expect(tasks[1].due?.text == "2026-12-01T09:00:00" && tasks[1].due?.zoneName == "Europe/Berlin")
        #expect(tasks[1].description == "Duration: 30 minute")
        #expect(tasks[2].due?.text == "2027-01-31T10:00:00")
        #expect(tasks[2].description == "Responsible: Max (2)\nDeadline: 2027-02-01")
        #expect(tasks[3].due == nil && tasks[3].description == "Date: när som helst")
        #expect(tasks[4].due?.text == "2026-11-30T18:00:00" && tasks[4].series?.rule.text == "FREQ=WEEKLY;BYDAY=MO,TH")
        #expect(Set(tasks.map(\.uid)).count == tasks.count)
        #expect(read(TodoistSamples.template).tasks == tasks)
        let parents = file.items.compactMap { item in
            if case .success(.task(_, let parent)) = item.content { parent } else { nil as String? }
        }
        #expect(parents == [tasks[1].uid])
    }

    @Test(
        "understands dates with one clear meaning",
        arguments: [
            ("today", "2026-11-30", nil), ("tom 9pm", "2026-12-01T21:00:00", nil), ("monday", "2026-12-07", nil),
            ("next fri", "2026-12-04", nil), ("jan 27", "2027-01-27", nil), ("27 January 2028", "2028-01-27", nil),
            ("every day at 08:30", "2026-12-01T08:30:00", "daily"), ("every day", "2026-11-30", "daily"),
            ("every 3 weeks", "2026-11-30", "FREQ=WEEKLY;INTERVAL=3"),
            ("every other mon", "2026-11-30", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
            ("every 15th", "2026-12-15", "FREQ=MONTHLY;BYMONTHDAY=15"),
            ("every last day", "2026-11-30", "FREQ=MONTHLY;BYMONTHDAY=-1"),
            ("every 1st monday", "2026-12-07", "FREQ=MONTHLY;BYDAY=1MO"),
            ("every weekday at noon", "2026-12-01T12:00:00", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
            ("every jan 27", "2027-01-27", "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=27"),
            ("2024-05-01 10:00", "2024-05-01T10:00:00", nil),
            ("2024-05-01T10:00:00Z", "2024-05-01T10:00:00Z", nil), ("at 23:15", "2026-11-30T23:15:00", nil),
        ] as [(String, String, String?)])
    func dates(text: String, due: String, rule: String?) {
        let task = read("TYPE,CONTENT,DATE\ntask,x,\"\(text)\"\n").tasks.first
        #expect(task?.due?.text == due)
        #expect(task?.series?.rule.text == rule)
    }

    @Test(
        "keeps a date that it does not understand in the description",
        arguments: ["every blue moon", "at some time", "every day starting jan 3", "Feb 30", "every 40", "at 25:00"])
    func unclear(text: String) {
        let file = read("TYPE,CONTENT,DATE\ntask,x,\"\(text)\"\n")
        #expect(file.tasks.first?.due == nil)
        #expect(file.tasks.first?.description == "Date: \(text)")
        #expect(file.items.first?.notes.count == 1)
    }

    @Test("counts on from the day a task is done where Todoist's date says so")
    func fromCompletion() {
        let task = read("TYPE,CONTENT,DATE\ntask,x,every! 2 days\n").tasks.first
        #expect(task?.series?.settings.repeatFrom == .completion)
    }

    @Test("says that another table is none")
    func otherTable() {
        #expect(read("a,b\n1,2\n").faults.first?.message.contains("TYPE") == true)
        #expect(read("").faults.first?.line == 1)
    }
}
