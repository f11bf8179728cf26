/// Which users take part in a run, and which of their commands are sent; every other command is left out.
public struct CommandSelection: Sendable, Equatable {
    /// A user who takes part, by number from 1, with the numbers of the commands that are sent, ascending.
    public struct Entry: Sendable, Equatable {
        /// Number of the user.
        public let user: Int
        /// Numbers of the commands, ascending; none for a user who only looks.
        public let commands: [Int]
    }

    /// The users who take part, ascending.
    public let entries: [Entry]

    /// A selection of those commands by those users.
    public init(users: [Int], steps: [(user: Int, number: Int)]) {
        entries = users.sorted().map { user in
            Entry(user: user, commands: steps.filter { $0.user == user }.map(\.number).sorted())
        }
    }

    private init(entries: [Entry]) {
        self.entries = entries.sorted { $0.user < $1.user }
    }

    /// Reads one text for each user, such as `user-1:3,7`, or `user-2:` for one who sends nothing.
    ///
    /// Answers nil when a text is no user with command numbers, or when a user comes twice.
    public init?(texts: [String]) {
        let read = texts.compactMap(CommandSelection.entry)
        guard read.count == texts.count, Set(read.map(\.user)).count == read.count else { return nil }
        self.init(entries: read)
    }

    private static func entry(_ text: String) -> Entry? {
        let halves = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2, halves[0].hasPrefix("user-"), let user = Int(halves[0].dropFirst(5)), user >= 1
        else { return nil }
        let words = halves[1].split(separator: ",", omittingEmptySubsequences: false)
        let numbers = halves[1].isEmpty ? [] : words.compactMap { Int($0) }
        guard halves[1].isEmpty || numbers.count == words.count, numbers.allSatisfy({ $0 >= 1 }) else { return nil }
        return Entry(user: user, commands: Set(numbers).sorted())
    }

    /// The texts that `init(texts:)` reads.
    public var texts: [String] {
        entries.map { "user-\($0.user):" + $0.commands.map(String.init).joined(separator: ",") }
    }

    /// The users who take part, ascending.
    public var users: [Int] { entries.map(\.user) }

    /// Every selected command.
    var steps: [(user: Int, number: Int)] {
        entries.flatMap { entry in entry.commands.map { (entry.user, $0) } }
    }

    /// The commands of one user; nil when the user takes no part.
    func commands(of user: Int) -> Set<Int>? {
        entries.first { $0.user == user }.map { Set($0.commands) }
    }
}
