internal import TodoDomain

/// Settings as they are answered and sent.
enum SettingsSchemas {
    static let all: [String: APISchema] = ["Settings": settings, "SettingsPatch": patch]

    private static let time = APISchema.text(pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]$")

    private static let weekStart = APISchema.choice(WeekStart.allCases.map(\.rawValue))
    private static let locale = APISchema.text(
        2...35, pattern: "^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?$")

    private static let settings: APISchema = .object([
        .required("time_zone", APISchema.timeZone.orNull.described("Zone of the user's clock")),
        .required("notify_when_due", .boolean.described("True: a task without a reminder reminds when it is due")),
        .required(
            "default_reminder", APISchema.duration.orNull.described("Distance to the due date of another reminder")),
        .required("morning", time.described("When the morning begins")),
        .required("evening", time.described("When the evening begins")),
        .optional("locale", locale.described("Language and maybe region; absent for what the client says")),
        .optional("week_start", weekStart.described("First day of the week; absent for Monday")),
        .required("version", APISchema.integer(from: 0).described("Rises with each change; also the entity tag")),
    ])

    private static let patch: APISchema = .object([
        .optional("time_zone", APISchema.timeZone.orNull),
        .optional("notify_when_due", .boolean),
        .optional("default_reminder", APISchema.duration.orNull),
        .optional("morning", time.orNull.described("null is `09:00`")),
        .optional("evening", time.orNull.described("null is `18:00`")),
        .optional("locale", locale.orNull.described("null leaves it to the client's `Accept-Language`")),
        .optional("week_start", weekStart.orNull.described("null is `monday`")),
    ])
}
