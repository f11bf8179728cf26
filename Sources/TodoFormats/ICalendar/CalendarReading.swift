public import CivilTime
internal import TodoDomain

/// Reads the tasks of an iCalendar file (RFC 5545, `VTODO`).
public enum CalendarReading {
    /// What the file holds, whatever it is: each task is an item with its own outcome.
    ///
    /// `now` is when tasks were made whose file does not say it.
    public static func file(_ bytes: [UInt8], zones: any ZoneDatabase, now: Timestamp) -> ImportedFile {
        guard bytes.count <= ImportLimits.mostBytes else {
            return ImportedFile(
                faults: [
                    FormatFault(line: 1, "a file has at most \(ImportLimits.mostBytes) bytes, found \(bytes.count)")
                ])
        }
        let tree = CalendarTree(bytes)
        let calendarZones = CalendarZones(tree.zones, database: zones)
        var file = ImportedFile(faults: tree.faults)
        for (index, component) in tree.tasks.enumerated() {
            let reader = CalendarTaskReader(
                component, id: TaskID(Int64(index + 1)), zones: calendarZones, now: now)
            file.items.append(reader.item())
        }
        for (name, count) in tree.others.sorted(by: { $0.key < $1.key }) {
            file.notes.append("\(count) of \(name.prefix(40)) are no tasks and were passed over")
        }
        return file
    }
}
