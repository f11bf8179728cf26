internal import HTTPTypes
internal import TodoDomain

/// Series: skipping, undoing, pausing, resuming, and the history.
enum SeriesOperations {
    static let all: [APIOperation] = [
        command("skipOccurrence", "/skip", "Is done with an occurrence without doing it", [skip]),
        command(
            "undoCompletion", "/undo", "Takes a completion back, and the occurrence that it made with it", [undo]),
        command("pauseSeries", "/series/pause", "Makes no further occurrence for now", [pause]),
        command("resumeSeries", "/series/resume", "Goes on with a paused series", [resume]),
        APIOperation(
            id: "listOccurrences", method: .get, path: TaskOperations.item + "/occurrences", group: .series,
            summary: "Tells what became of each occurrence, and which dates come next",
            parameters: [
                TaskOperations.id,
                .query("upcoming", .integer(0...366), "How many dates to tell ahead; none when it is left out"),
            ],
            answers: [.json(200, .named("SeriesHistory"), "The history of the task's series")],
            refusals: [.conflict], examples: [history]),
    ]

    private static func command(
        _ id: String, _ path: String, _ summary: String, _ examples: [APIExample]
    ) -> APIOperation {
        APIOperation(
            id: id, method: .post, path: TaskOperations.item + path, group: .series, summary: summary,
            parameters: [TaskOperations.id, .ifMatch] + APIParameter.command,
            answers: [.json(200, .named("Task"), "The task as it is now", headers: [.entityTag])],
            refusals: .ofCommand + .ofNoInput + [.conflict, .versionMismatch], examples: examples)
    }

    private static let made = ["create-repeating-task"]

    /// The task that repeats, of that version, with its place in the series changed.
    private static func rent(_ version: Int64, _ place: [String: JSONValue] = [:]) -> JSONValue {
        guard case .object(let members) = TaskExamples.rent, let series = members["series"] else { return .null }
        return TaskExamples.rent.with(["version": .integer(version), "series": series.with(place)])
    }

    private static let skip = APIExample(
        name: "skip-occurrence", text: "Not this month", after: made, path: TaskExamples.first, status: 200,
        answer: rent(2, ["skipped": true]).with(["completed": true]))

    private static let undo = APIExample(
        name: "undo-completion", text: "It was not done after all", after: made + ["complete-task"],
        path: TaskExamples.first, status: 200, answer: rent(3))

    private static let pause = APIExample(
        name: "pause-series", text: "A long journey", after: made, path: TaskExamples.first, status: 200,
        answer: rent(2, ["paused": true]))

    private static let resume = APIExample(
        name: "resume-series", text: "Back again", after: made + ["pause-series"], path: TaskExamples.first,
        status: 200, answer: rent(3))

    private static let history = APIExample(
        name: "list-occurrences", text: "With the next two dates", after: made, path: TaskExamples.first,
        query: "upcoming=2", status: 200,
        answer: [
            "series_id": 1,
            "occurrences": [
                [
                    "occurrence": "2026-01-31T20:00:00", "due_date": "2026-01-31T20:00:00", "status": "open",
                    "completed_at": nil, "task_id": 1,
                ]
            ],
            "upcoming": ["2026-02-28T20:00:00", "2026-03-31T20:00:00"],
        ])
}
