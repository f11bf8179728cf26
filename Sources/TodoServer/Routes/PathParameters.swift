internal import Hummingbird
internal import TodoDomain

extension TodoRequestContext {
    /// The task that the path names; throws a `Problem` when it can be no task's identity.
    func taskID() throws(Problem) -> TaskID {
        TaskID(try identity("id", of: "task"))
    }

    /// The reminder that the path names; throws a `Problem` when it can be no reminder's identity.
    func reminderID() throws(Problem) -> ReminderID {
        ReminderID(try identity("reminder_id", of: "reminder"))
    }

    /// The tag that the path names; throws a `Problem` when the name is not percent-encoded UTF-8.
    func tagName() throws(Problem) -> String {
        guard let name = parameters.get("name").flatMap({ PercentCoding.decode($0) }) else {
            throw Problem(.notFound, "the tag's name in the path is not percent-encoded UTF-8")
        }
        return name
    }

    /// The saved filter that the path names; throws a `Problem` when the name is not percent-encoded UTF-8.
    func filterName() throws(Problem) -> String {
        guard let name = parameters.get("name").flatMap({ PercentCoding.decode($0) }) else {
            throw Problem(.notFound, "the saved filter's name in the path is not percent-encoded UTF-8")
        }
        return name
    }

    private func identity(_ parameter: String, of what: String) throws(Problem) -> Int64 {
        let text = parameters.get(parameter) ?? ""
        guard let number = Int64(text), number > 0, !text.hasPrefix("+") else {
            throw Problem(.notFound, "\(what) '\(text)' does not exist; identities are whole numbers from 1")
        }
        return number
    }
}
