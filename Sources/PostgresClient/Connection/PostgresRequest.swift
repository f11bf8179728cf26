/// Statements that were sent together, and what came back so far.
struct PostgresRequest {
    /// One command of the pipeline.
    enum Command {
        /// Prepares the text.
        case prepare(sql: String)
        /// Executes a statement.
        case execute
        /// Statements sent as one text, outside of the pipeline.
        case script
    }

    let commands: [Command]
    let completion: (PostgresConnection.Answer) -> Void
    /// Which command's results come next.
    var position = 0
    var results: [PostgresRows] = []
    /// The first refusal.
    var failure: PostgresError?
    var timer: TimerQueue.Token?
    /// Why the server was asked to give up, if it was.
    var cancelCause: PostgresError.Code?

    init(commands: [Command], completion: @escaping (PostgresConnection.Answer) -> Void) {
        self.commands = commands
        self.completion = completion
    }

    /// The command whose results come next, nil after the last.
    var command: Command? { position < commands.count ? commands[position] : nil }
}
