internal import CPostgres

/// Where a database is, who asks, and how long is waited for it.
public struct PostgresSettings: Sendable {
    /// What libpq takes, by keyword, as its manual's section "Parameter Key Words" has them.
    private(set) var parameters: [String: String]
    /// The longest wait for a connection to be made.
    public var connectTimeout: Duration = .seconds(5)
    /// The longest wait for an answer to what a pool sends; then the server is asked to give up.
    public var statementTimeout: Duration = .seconds(10)
    /// How long a server that was asked to give up is waited for before the connection is dropped.
    public var cancelTimeout: Duration = .seconds(2)

    /// Settings from a URI, `postgresql://user@host:5432/database?sslmode=verify-full`, or from libpq's `key=value`
    /// pairs; throws `PostgresError` that says what libpq cannot read.
    ///
    /// A password given apart goes before one in the text, and TLS is as `sslmode` and its companions say.
    public init(
        _ text: String, password: String? = nil, applicationName: String = "postgres-client"
    ) throws(PostgresError) {
        var message: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(text, &message) else {
            let reason = message.map { String(cString: $0).onOneLine } ?? "out of memory"
            PQfreemem(message)
            throw PostgresError(
                .settings,
                "the database's address cannot be read: \(reason); postgresql://user@host/name would be right")
        }
        defer { PQconninfoFree(options) }
        parameters = ["application_name": applicationName]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { parameters[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        if let password { parameters["password"] = password }
    }

    /// The database and its place, without the password.
    public var place: String {
        let host = parameters["host"] ?? parameters["hostaddr"] ?? "the local socket"
        let port = parameters["port"] ?? "5432"
        let user = parameters["user"].map { " as '\($0)'" } ?? ""
        return "database '\(parameters["dbname"] ?? parameters["user"] ?? "")' at \(host):\(port)\(user)"
    }

    /// When the server gives up a pool's statement by itself, in case that nobody is there any more to ask it to.
    var serverTimeout: Duration { statementTimeout + cancelTimeout }

    /// All that a connection is started with; nil lets the server carry out a statement for ever.
    func connectionParameters(serverTimeout: Duration?) -> [(keyword: String, value: String)] {
        var all = parameters
        // Zero is no limit, also where the database or the role has one.
        let own = """
            -c statement_timeout=\(serverTimeout?.milliseconds ?? 0) -c tcp_keepalives_idle=10 \
            -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3
            """
        // Of two values the server takes the later one, which is the given one.
        all["options"] = [own, parameters["options"]].compactMap { $0 }.joined(separator: " ")
        all["client_encoding"] = "UTF8"
        let defaults = [
            "keepalives_idle": "10", "keepalives_interval": "5", "keepalives_count": "3", "tcp_user_timeout": "20000",
        ]
        all.merge(defaults) { given, _ in given }
        return all.map { (keyword: $0.key, value: $0.value) }
    }
}

extension Duration {
    /// Whole milliseconds, rounded down.
    var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}

extension String {
    /// On one line, as messages are that stand in a log: libpq's have several and end with a line break.
    var onOneLine: String {
        split(whereSeparator: \.isNewline).map { line in
            String(line.drop { $0.isWhitespace })
        }.joined(separator: "; ")
    }
}
