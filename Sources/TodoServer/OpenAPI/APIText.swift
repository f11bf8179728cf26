/// What the document says of the interface as a whole.
enum APIText {
    static let summary = "Tasks that repeat, remind and stay in step on every device"

    static let description = """
        JSON is snake_case. Names that are not described are refused, in bodies and in queries. Instants are RFC 3339 \
        and answered in UTC.

        **Signing in.** All that belongs to a user lies under `/api/{user_id}` and takes `Authorization: Bearer` with \
        a token of that user. Without a good token the answer is 401, with another user's 403; what another user has \
        is 404, as if it were not there. An API token, made at `tokens`, is one for programs: it reads or writes as \
        its scopes say, and 403 meets it elsewhere.

        **Refusals** are problem documents (RFC 9457) of the type `application/problem+json`. `code` names the kind, \
        `errors` each fault of the input by its JSON pointer, `type` leads to what the kind means.

        **Methods.** Each path that answers GET answers HEAD too, and each answers OPTIONS, with its methods in \
        `Allow`. Any other method is refused with 405 and `Allow`.

        **Repeating.** A request with an `Idempotency-Key` may be repeated as often as its outcome is not known: it \
        has one effect. The same key for another command is refused with 422.

        **Versions.** `ETag` is a version. With `If-Match` a change is made only of that version, or refused with 412; \
        with `If-None-Match` what is known already is not sent again.

        **Bounds.** A body has at most 64 KiB, a file for import 16 MiB, a header 8 KiB, all headers 32 KiB. Requests \
        are counted: `RateLimit` says how many are left, and 429 with `Retry-After` meets those over the quota.
        """
}

extension APIOperation.Group {
    /// What the group's operations are about.
    var text: String {
        switch self {
        case .accounts: "Signing up and in, and another password"
        case .access: "Who may act for a user: API tokens, and the end of all sessions"
        case .tasks: "Things to do"
        case .series: "Tasks that repeat: skipping, undoing, pausing, and what became of each occurrence"
        case .reminders: "A task's reminders, and snoozing them"
        case .filters: "Lists under a name"
        case .tags: "Labels of tasks"
        case .settings: "What a user prefers"
        case .audit: "Every change, chained by hashes"
        case .files: "Files in and out, secret links to calendars, and the end of an account"
        case .webhooks: "URLs to which events of the tasks are sent"
        case .updates: "Changes as they happen"
        case .server: "What operators and programs ask of the server itself"
        case .page: "The page for browsers, and its parts"
        }
    }
}
