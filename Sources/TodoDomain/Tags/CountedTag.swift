/// A tag with how many of its user's tasks carry it.
public struct CountedTag: Hashable, Codable, Sendable {
    /// Shown name.
    public var name: String
    /// Colour as `#rrggbb`, lowercase.
    public var colour: String
    /// How many tasks carry it.
    public var taskCount: Int
    /// How many of those are open.
    public var openCount: Int

    private enum CodingKeys: String, CodingKey {
        case name, colour
        case taskCount = "task_count"
        case openCount = "open_count"
    }

    /// The tags in their order, counted on those tasks.
    public static func all(_ tags: [Tag], on tasks: some Sequence<TodoTask>) -> [CountedTag] {
        var all: [String: Int] = [:]
        var open: [String: Int] = [:]
        for task in tasks {
            for key in task.tags.map(Tag.key) {
                all[key, default: 0] += 1
                if !task.isCompleted { open[key, default: 0] += 1 }
            }
        }
        return tags.map { tag in
            CountedTag(
                name: tag.name, colour: tag.colour, taskCount: all[tag.key] ?? 0, openCount: open[tag.key] ?? 0)
        }
    }
}
