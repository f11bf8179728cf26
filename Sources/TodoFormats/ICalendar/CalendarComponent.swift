/// A component of a calendar with what it holds.
struct CalendarComponent {
    let name: String
    /// The line of its BEGIN.
    let line: Int
    var properties: [ContentLine] = []
    var components: [CalendarComponent] = []
    /// Lines within it that could not be read.
    var faults: [FormatFault] = []

    /// The first property of that name.
    func property(_ name: String) -> ContentLine? {
        properties.first { $0.name == name }
    }

    /// Every property of that name.
    func all(_ name: String) -> [ContentLine] {
        properties.filter { $0.name == name }
    }
}
