internal import TodoDomain

/// What bodies of several resources are made of.
enum SharedSchemas {
    static let all: [String: APISchema] = ["Problem": problem, "Fault": fault]

    private static let problem: APISchema = .object([
        .required(
            "type", .text(pattern: "^/problems/[a-z_]+$", format: "uri-reference").described("Leads to the meaning")),
        .required("title", .text().described("What all problems of the kind have in common")),
        .required("status", .integer(400...599).described("The answer's status")),
        .required("detail", .text().described("What is wrong with this request, and what would be right")),
        .required("instance", .text().described("Path of the request")),
        .required("code", .choice(ProblemKind.allCases.map(\.rawValue)).described("Names the kind, for programs")),
        .required("correlation_id", .text(1...128).described("Finds the request in logs")),
        .optional("errors", APISchema.list(of: .named("Fault")).with(["minItems": 1]).described("Faults of the input")),
    ])

    private static let fault: APISchema = .object([
        .required("pointer", .text().described("JSON pointer (RFC 6901); of a query, `/` and the parameter's name")),
        .required("code", .text(pattern: "^[a-z][a-z0-9_]*$").described("Kind of fault, for programs")),
        .required("detail", .text().described("What is wrong there, and what would be right")),
        .optional(
            "position", APISchema.integer(from: 1).described("Number of the character where the fault begins")),
    ])
}

/// Forms of text that several resources have.
extension APISchema {
    /// White space, as it is taken from the ends of titles and names.
    private static let space =
        #"\u0009-\u000d \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"#
        + #"\u2028\u2029\u202f\u205f\u3000"#
    /// Text that is not white space alone and has no character U+0000.
    static let someText = #"^[^\u0000]*[^\u0000"# + space + #"][^\u0000]*$"#
    /// Text without the character U+0000.
    static let anyText = #"^[^\u0000]*$"#
    private static let day = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
    private static let time = #"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?"#
    private static let offset = "([Zz]|[+-][0-9]{2}:[0-9]{2})"

    /// A due date, as entered.
    static let dueDate = text(pattern: "^\(day)([Tt ]\(time)\(offset)?)?$", format: "due-date")
        .described(
            "A day, a time on the wall clock (of `time_zone`, or of the user when there is none), or an instant with"
                + " `Z` or an offset")
    /// A time on the wall clock, or a day.
    static let localDate = text(pattern: "^\(day)([Tt ]\(time))?$", format: "local-date")
    /// A time on the wall clock as it is answered.
    static let reading = text(pattern: #"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{3})?$"#)
    /// A due date as it is answered.
    static let due = text(
        pattern: "^\(day)(T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{3})?(Z|[+-][0-9]{2}:[0-9]{2})?)?$")
    /// A zone of the IANA database.
    static let timeZone = text(1...100, pattern: "^[A-Za-z0-9_+/-]+$", format: "time-zone")
        .described("IANA time zone, for example `Asia/Karachi`")
    /// A recurrence rule.
    static let rule = text(1...16_384, pattern: "^[A-Za-z0-9=;,:+-]+$", format: "recurrence-rule")
        .described("`daily`, `weekly`, `monthly`, `yearly` or a rule of RFC 5545")
    /// A distance.
    static let duration = text(
        pattern:
            "^[+-]?P(?=[0-9T])([0-9]{1,9}W)?([0-9]{1,9}D)?(T(?=[0-9])([0-9]{1,9}H)?([0-9]{1,9}M)?([0-9]{1,9}S)?)?$",
        format: "reminder-offset")
    /// An identity.
    static let identity = integer(from: 1)
    /// What a task is called.
    static let title = text(1...200, pattern: someText)
        .described("What to do, at most 200 characters as readers count them")
    /// What a tag is called.
    static let tagName = text(1...50, pattern: someText)
}
