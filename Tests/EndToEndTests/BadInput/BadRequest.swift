/// A request that the server must refuse, and how.
struct BadRequest: Sendable {
    let name: String
    let method: String
    let path: String
    var headers: [String: String] = [:]
    var body: [UInt8]?
    let status: Int
    /// JSON pointers of the faults that the problem document must name, all of them.
    var pointers: Set<String> = []

    /// A request for a user's `path` with a JSON text as its body.
    static func of(
        _ user: User, _ name: String, _ method: String, _ path: String, _ text: String? = nil, _ status: Int,
        pointers: Set<String> = [], headers: [String: String] = [:]
    ) -> BadRequest {
        var all = ["Authorization": "Bearer \(user.token)"]
        if text != nil { all["Content-Type"] = "application/json" }
        return BadRequest(
            name: name, method: method, path: "/api/\(user.id)/\(path)",
            headers: all.merging(headers) { _, given in given }, body: text.map { Array($0.utf8) }, status: status,
            pointers: pointers)
    }

    /// An authentication request with a JSON text as its body.
    static func auth(
        _ name: String, _ path: String, _ text: String, _ status: Int, pointers: Set<String> = []
    ) -> BadRequest {
        BadRequest(
            name: name, method: "POST", path: "/api/auth/\(path)", headers: ["Content-Type": "application/json"],
            body: Array(text.utf8), status: status, pointers: pointers)
    }
}

extension BadRequest {
    /// Bodies that are no task.
    static func bodies(_ user: User) -> [BadRequest] {
        let long = String(repeating: "x", count: 1_001)
        return [
            of(user, "cut JSON", "POST", "tasks", #"{"title":"#, 400),
            of(user, "no body", "POST", "tasks", "", 400),
            of(user, "a repeated name", "POST", "tasks", #"{"title":"a","title":"b"}"#, 400),
            of(user, "text after the value", "POST", "tasks", #"{"title":"a"} {}"#, 400),
            of(user, "deep nesting", "POST", "tasks", String(repeating: "[", count: 100_000 / 2), 400),
            of(user, "an array", "POST", "tasks", "[]", 422, pointers: [""]),
            of(user, "no title", "POST", "tasks", "{}", 422, pointers: ["/title"]),
            of(user, "an empty title", "POST", "tasks", #"{"title":"  "}"#, 422, pointers: ["/title"]),
            of(
                user, "a title of 201", "POST", "tasks", "{\"title\":\"\(long.prefix(201))\"}", 422,
                pointers: ["/title"]),
            of(user, "a number for a title", "POST", "tasks", #"{"title":7}"#, 422, pointers: ["/title"]),
            of(user, "an unknown field", "POST", "tasks", #"{"title":"a","colour":1}"#, 422, pointers: ["/colour"]),
            of(
                user, "a field with signs of its own", "POST", "tasks", #"{"title":"a","a/b~c":1}"#, 422,
                pointers: ["/a~1b~0c"]),
            of(
                user, "every fault at once", "POST", "tasks",
                "{\"title\":\"\",\"description\":\"\(long)\",\"priority\":\"urgent\",\"due_date\":\"soon\"}", 422,
                pointers: ["/title", "/description", "/priority", "/due_date"]),
            of(
                user, "a zone that is none", "POST", "tasks",
                #"{"title":"a","due_date":"2030-01-01T09:00:00","time_zone":"Mars/Base"}"#, 422,
                pointers: ["/time_zone"]),
            of(
                user, "a rule that is none", "POST", "tasks",
                #"{"title":"a","due_date":"2030-01-01","recurring_pattern":"often"}"#, 422,
                pointers: ["/recurring_pattern"]),
            of(
                user, "a reminder without offset", "POST", "tasks",
                #"{"title":"a","reminder_at":"2030-01-01T09:00:00"}"#, 422, pointers: ["/reminder_at"]),
            of(
                user, "another media type", "POST", "tasks", #"{"title":"a"}"#, 415,
                headers: ["Content-Type": "text/plain"]),
            of(
                user, "a body over the limit", "POST", "tasks",
                "{\"title\":\"\(String(repeating: "x", count: 70_000))\"}", 413),
            BadRequest(
                name: "bytes that are no UTF-8", method: "POST", path: "/api/\(user.id)/tasks",
                headers: ["Authorization": "Bearer \(user.token)", "Content-Type": "application/json"],
                body: Array(#"{"title":""#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8), status: 400),
        ]
    }

    /// Paths, methods, queries and conditions that lead nowhere.
    static func addresses(_ user: User, task: Int, foreignTask: Int) -> [BadRequest] {
        let title = #"{"title":"changed"}"#
        return [
            of(user, "an unknown task", "GET", "tasks/999999", nil, 404),
            of(user, "an unknown task to change", "PATCH", "tasks/999999", title, 404),
            of(user, "an unknown task to delete", "DELETE", "tasks/999999", nil, 404),
            of(user, "an unknown task to complete", "PATCH", "tasks/999999/complete", nil, 404),
            of(user, "a task number that is none", "GET", "tasks/seven", nil, 404),
            of(user, "another's task", "GET", "tasks/\(foreignTask)", nil, 404),
            of(user, "another's task to change", "PATCH", "tasks/\(foreignTask)", title, 404),
            of(user, "another's task to delete", "DELETE", "tasks/\(foreignTask)", nil, 404),
            of(user, "another's task to complete", "PATCH", "tasks/\(foreignTask)/complete", nil, 404),
            of(
                user, "another's task to remind of", "POST", "tasks/\(foreignTask)/reminders",
                #"{"remind_at":"2030-01-01T09:00:00Z"}"#, 404),
            of(user, "an unknown reminder", "DELETE", "tasks/\(task)/reminders/999999", nil, 404),
            of(user, "an unknown tag", "DELETE", "tags/nowhere", nil, 404),
            of(user, "an unknown path", "GET", "nowhere", nil, 404),
            of(user, "a method that is not there", "POST", "tasks/\(task)", title, 405),
            of(user, "an unknown parameter", "GET", "tasks?colour=red", nil, 400),
            of(user, "a status that is none", "GET", "tasks?status=soon", nil, 400),
            of(user, "a filter that ends too soon", "GET", "tasks?filter=due+%3C", nil, 400, pointers: ["/filter"]),
            of(user, "a cursor that is none", "GET", "tasks?cursor=AQAA", nil, 400, pointers: ["/cursor"]),
            of(user, "an old version", "PATCH", "tasks/\(task)", title, 412, headers: ["If-Match": "\"999\""]),
            of(user, "a patch with an unknown field", "PATCH", "tasks/\(task)", #"{"id":3}"#, 422, pointers: ["/id"]),
            of(user, "a null title", "PATCH", "tasks/\(task)", #"{"title":null}"#, 422, pointers: ["/title"]),
            of(user, "a key used before", "POST", "tasks", title, 422, headers: ["Idempotency-Key": "used"]),
            of(user, "an empty tag", "POST", "tags", #"{"name":""}"#, 422, pointers: ["/name"]),
            of(
                user, "a colour that is none", "POST", "tags", ##"{"name":"a","color":"#12"}"##, 422,
                pointers: ["/color"]),
        ]
    }

    /// Requests that nobody may make.
    static func strangers(_ user: User, other: User) -> [BadRequest] {
        let parts = user.token.split(separator: ".")
        let tampered = parts.dropLast().joined(separator: ".") + "." + String(parts[2].reversed())
        // {"alg":"none","typ":"JWT"}
        let unsigned = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0." + parts[1] + "."
        func with(_ name: String, _ header: [String: String], _ status: Int) -> BadRequest {
            BadRequest(name: name, method: "GET", path: "/api/\(user.id)/tasks", headers: header, status: status)
        }
        return [
            with("no token", [:], 401),
            with("another scheme", ["Authorization": "Basic YTpi"], 401),
            with("a token that is none", ["Authorization": "Bearer nonsense"], 401),
            with("a tampered token", ["Authorization": "Bearer \(tampered)"], 401),
            with("an unsigned token", ["Authorization": "Bearer \(unsigned)"], 401),
            with("another's token", ["Authorization": "Bearer \(other.token)"], 403),
            auth("a second sign-up", "sign-up", "{\"email\":\"\(user.email)\",\"password\":\"something else\"}", 409),
            auth(
                "a second sign-up in capitals", "sign-up",
                "{\"email\":\"\(user.email.uppercased())\",\"password\":\"something else\"}", 409),
            auth("a wrong password", "sign-in", "{\"email\":\"\(user.email)\",\"password\":\"something else\"}", 401),
            auth("nobody", "sign-in", #"{"email":"nobody@example.org","password":"something else"}"#, 401),
            auth("no address", "sign-up", #"{"email":"nobody","password":"long enough"}"#, 422, pointers: ["/email"]),
            auth(
                "a short password", "sign-up", #"{"email":"n@example.org","password":"x"}"#, 422,
                pointers: ["/password"]),
            auth("nothing", "sign-up", "{}", 422, pointers: ["/email", "/password"]),
            auth(
                "an unknown field", "sign-up", #"{"email":"n@example.org","password":"long enough","admin":true}"#, 422,
                pointers: ["/admin"]),
        ]
    }
}
