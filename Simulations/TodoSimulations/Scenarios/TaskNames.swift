internal import SimulationKit

/// Calls the tasks of a traced run by their titles.
struct TaskNames {
    private var titles: [String: String] = [:]
    /// Task of each change, by `user/sequence`.
    private var changed: [String: (task: String, kind: String)] = [:]

    /// Learns from the changes that were noted and from the events that were published.
    init(_ trace: [TraceEntry]) {
        for entry in trace where entry.kind == "note" {
            let words = entry.text.split(separator: " ").map(String.init)
            guard words.count >= 6, words[1] == "change", words[4] == "task" else { continue }
            changed["\(words[0])/\(words[2])"] = (words[5], words[3])
        }
        for entry in trace where entry.kind == "publish" {
            let id = entry.text.split(separator: " ").dropFirst().first ?? ""
            guard let task = changed[TaskNames.position(id)]?.task, titles[task] == nil,
                let title = TaskNames.title(in: entry.payload)
            else { continue }
            titles[task] = title
        }
    }

    /// `user-2/41` of the event `user-2/41/task-event`.
    private static func position(_ id: Substring) -> String {
        id.split(separator: "/").prefix(2).joined(separator: "/")
    }

    private static func title(in payload: String) -> String? {
        let key = "\"title\":\""
        guard let start = payload.firstRange(of: key)?.upperBound else { return nil }
        let title = payload[start...].prefix { $0 != "\"" }
        return title.isEmpty ? nil : String(title)
    }

    /// `task 7` as `'Pay rent' (task 7)` wherever it stands in the text.
    func naming(_ text: String) -> String {
        var words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        for index in words.indices.dropFirst() where words[index - 1] == "task" {
            let number = words[index].prefix { $0.isNumber }
            guard let title = titles[String(number)] else { continue }
            words[index] = "\(number) '\(title)'" + words[index].dropFirst(number.count)
        }
        return words.joined(separator: " ")
    }

    /// A note as a sentence: what a user asks, or what the store took.
    func telling(note: String) -> String {
        if note == "healed" { return "the users stop, and all faults end" }
        let words = note.split(separator: " ").map(String.init)
        guard words.count >= 3, words[0].hasPrefix("user-") else { return note }
        if words[1] == "command" { return naming("\(words[0]) " + words.dropFirst(3).joined(separator: " ")) }
        guard words[1] == "change", words.count >= 6 else { return note }
        let what = words[3].split(separator: "_").joined(separator: " ")
        return "  stored as change \(words[2]) of \(words[0]): \(what)"
            + (words[4] == "task" && words[5] != "-" ? ": " + naming("task \(words[5])") : "")
    }

    /// The task that a message speaks of, as ` of task 7 'Pay rent'`; empty when it names none.
    func telling(in payload: String) -> String {
        let key = "\"task_id\":"
        guard let start = payload.firstRange(of: key)?.upperBound else { return "" }
        let number = payload[start...].prefix { $0.isNumber }
        return number.isEmpty ? "" : naming(" of task \(number)")
    }

    /// An event as a person calls it: what was changed, and of which task.
    func telling(event id: String) -> String {
        let position = TaskNames.position(Substring(id))
        guard let change = changed[position] else { return id }
        let what = change.kind.split(separator: "_").joined(separator: " ")
        return "change \(position), \(what)" + (change.task == "-" ? "" : ": " + naming("task \(change.task)"))
    }
}
