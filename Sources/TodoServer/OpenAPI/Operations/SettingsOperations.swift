internal import HTTPTypes
internal import TodoDomain

/// A user's settings.
enum SettingsOperations {
    static let all: [APIOperation] = [
        APIOperation(
            id: "getSettings", method: .get, path: path, group: .settings, summary: "Reads the settings",
            parameters: [.ifNoneMatch],
            answers: [
                .json(200, .named("Settings"), "The settings", headers: [.entityTag]),
                .empty(304, "They are known already", headers: [.entityTag]),
            ], examples: [read]),
        APIOperation(
            id: "updateSettings", method: .patch, path: path, group: .settings, summary: "Changes some settings",
            parameters: [.ifMatch] + APIParameter.command, body: .named("SettingsPatch"),
            answers: [.json(200, .named("Settings"), "The settings as they are now", headers: [.entityTag])],
            refusals: .ofCommand + [.versionMismatch], examples: [update]),
    ]

    private static let path = "/api/{user_id}/settings"

    private static let initial: JSONValue = [
        "time_zone": nil, "notify_when_due": false, "default_reminder": nil, "morning": "09:00", "evening": "18:00",
        "version": 0,
    ]

    private static let read = APIExample(
        name: "read-settings", text: "As they are for everybody at first", status: 200, answer: initial)

    private static let update = APIExample(
        name: "update-settings", text: "A reminder an hour before each task is due",
        body: ["time_zone": "Asia/Karachi", "default_reminder": "-PT1H"], status: 200,
        answer: initial.with(["time_zone": "Asia/Karachi", "default_reminder": "-PT1H", "version": 1]))
}
