public import ServicePorts
internal import TodoDomain

/// The JSON of a task update that may be handed on as it came: what a reading and a writing of it would give again.
///
/// Members that are not known here, missing ones that would be written, and texts that would be written otherwise do
/// not match.
public enum TaskUpdateShape {
    /// An update in its CloudEvent.
    public static let event: JSONShape = CloudEventShape.event(of: update)

    /// Where the payload's user is noted.
    static let user = CloudEventShape.firstFree
    /// Where the number of the payload's task is noted.
    static let task = CloudEventShape.firstFree + 1
    /// Where the user of the task that now is another is noted.
    static let owner = CloudEventShape.firstFree + 2
    /// Where the changes are noted.
    static let changes = CloudEventShape.firstFree + 3
    /// Where the reminder to show is noted.
    static let notification = CloudEventShape.firstFree + 4
    /// Where the history is noted in which the update's sequence counts.
    static let epoch = CloudEventShape.firstFree + 5

    private static let update = JSONShape.object(
        [
            .required("changes", changed, notedAs: changes), .required("correlation_id", .text),
            .optional("epoch", .plainText, notedAs: epoch), .required("event_type", .word(["sync"])),
            .required("kind", .word(Change.Kind.allCases.map(\.rawValue))),
            .optional("mutation_id", .text), .optional("notification", shown, notedAs: notification),
            .required("source_client", .word(["web", "mobile", "api"])),
            .required("task_id", .whole, notedAs: task), .required("timestamp", .instant),
            .required("user_id", .plainText, notedAs: user),
        ], isOpen: false)

    private static let changed = JSONShape.object(
        [
            .optional("deleted", .flag), .optional("reminders", .list(reminder)), .optional("removed_tag", .text),
            .optional(
                "renamed_tag", .object([.required("from", .text), .required("to", .text)], isOpen: false)),
            .optional("settings", settings),
            .optional(
                "tags",
                .list(.object([.required("colour", .text), .required("name", .text)], isOpen: false))),
            .optional("task", document), .optional("withdrawn_task", .whole),
        ], isOpen: false)

    private static let reminder = JSONShape.object(
        [
            .optional("automatic", .yes),
            .optional(
                "cancelled_because", .word(["task_completed", "no_due_date", "passed", "switched_off"])),
            .required("id", .whole), .optional("offset", offset), .required("remind_at", .instant),
            .optional("sent_at", .instant), .optional("snoozed_from", .instant),
            .required("status", .word(["pending", "sent", "failed", "cancelled"])),
        ], isOpen: false)

    private static let offset = JSONShape.checkedText { ReminderOffset(text: $0)?.text == $0 }
    private static let timeOfDay = JSONShape.checkedText { TimeOfDay(text: $0)?.text == $0 }

    private static let settings = JSONShape.object(
        [
            .required("default_reminder", .orNull(offset)), .required("evening", timeOfDay),
            .optional("locale", .text), .required("morning", timeOfDay), .required("notify_when_due", .flag),
            .required("time_zone", .orNull(.text)), .required("version", .whole),
            .optional("week_start", .word(["saturday", "sunday"])),
        ], isOpen: false)

    private static let shown = JSONShape.object(
        [
            .required("due_date", .orNull(.text)), .required("remind_at", .instant),
            .required("reminder_id", .whole), .required("sent_at", .instant), .required("task_id", .whole),
            .required("title", .text),
        ], isOpen: false)

    private static let document = JSONShape.object(
        [
            .required("completed", .flag), .required("created_at", .instant), .required("description", .text),
            .required("due_date", .orNull(.text)), .required("id", .whole),
            .required("next_occurrence", .orNull(.text)), .optional("parent_id", .whole),
            .required("priority", .word(["high", "medium", "low"])),
            .required("recurring_pattern", .orNull(.text)), .required("reminder_at", .orNull(.instant)),
            .optional("series", series), .required("tags", .list(.text)), .required("time_zone", .orNull(.text)),
            .required("title", .text), .required("updated_at", .instant),
            .required("user_id", .plainText, notedAs: owner), .required("version", .whole),
        ], isOpen: false)

    private static let series = JSONShape.object(
        [
            .required("advance", .word(["on_completion", "on_schedule"])), .required("count", .orNull(.whole)),
            .required("exdates", .list(.text)), .required("id", .whole),
            .required("missed", .word(["next_future", "each", "latest_only", "skip"])),
            .required("number", .orNull(.whole)), .required("occurrence", .text), .required("paused", .flag),
            .required("rdates", .list(.text)), .required("repeat_from", .word(["due", "completion"])),
            .required("skipped", .flag),
        ], isOpen: false)
}
