import HTTPTypes
import Testing
import TodoDomain

@testable import TodoServer

/// One user's session at the front door, in which almost every kind of change is made.
struct RecordedSession {
    /// Kinds of changes that it makes at least.
    static let kinds: Set<String> = [
        "task_created", "task_updated", "task_completed", "task_reopened", "task_deleted", "occurrence_skipped",
        "completion_undone", "series_paused", "series_resumed", "reminder_added", "reminder_removed",
        "reminder_snoozed", "tag_created", "tag_updated", "tag_deleted", "settings_changed", "reminderEvent",
        "taskUpdate",
    ]

    private let door: FrontDoorFixture

    init(_ door: FrontDoorFixture) {
        self.door = door
    }

    /// Makes the changes; each request must succeed.
    func run() async throws {
        let token = try await door.tokens.issue(for: UserID("ada"))
        for (method, path, body) in Self.requests {
            let answer = try await door.send(method, "/api/ada" + path, body, token: token)
            try #require(answer.status < 300, "\(method) \(path): \(answer.text)")
        }
    }

    private static let requests: [(HTTPRequest.Method, String, String?)] = [
        (.post, "/tasks", #"{"title":"دودھ خریدنا","tags":["گھر"],"due_date":"2026-02-01"}"#),
        (.patch, "/tasks/1", #"{"priority":"high","reminder_at":"2026-02-01T04:00:00Z"}"#),
        (.post, "/tasks/1/reminders", #"{"offset":"-P1D"}"#),
        (.post, "/tasks/1/reminders/1/snooze", #"{"preset":"1h"}"#),
        (.delete, "/tasks/1/reminders/3", nil),
        (.patch, "/tasks/1/complete", nil),
        (.patch, "/tasks/1/complete", nil),
        (
            .post, "/tasks",
            #"{"title":"Rent","due_date":"2026-02-01T09:00","time_zone":"Asia/Karachi","recurring_pattern":"daily"}"#
        ),
        (.post, "/tasks/2/series/pause", nil),
        (.post, "/tasks/2/series/resume", nil),
        (.post, "/tasks/2/skip", nil),
        (.post, "/tasks/2/undo", nil),
        (.post, "/tags", #"{"name":"work"}"#),
        (.patch, "/tags/work", ##"{"name":"Office","colour":"#1e90ff"}"##),
        (.delete, "/tags/Office", nil),
        (.patch, "/settings", #"{"time_zone":"Asia/Karachi","notify_when_due":true}"#),
        (.delete, "/tasks/1", nil),
    ]
}
