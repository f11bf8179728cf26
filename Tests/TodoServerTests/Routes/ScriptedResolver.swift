import Synchronization
import TodoDomain
import TodoPorts

/// Answers addresses as it is told, one list after another until the last; a public one unless it is told anything.
final class ScriptedResolver: HostResolver {
    private let answers = Mutex<[[String]]>([["93.184.216.34"]])
    private let questions = Mutex<[String]>([])

    init(_ answers: [[String]]? = nil) {
        if let answers { self.answers.withLock { $0 = answers } }
    }

    /// Every name that was asked for.
    var asked: [String] { questions.withLock { $0 } }

    /// From now on it answers these.
    func answer(_ lists: [[String]]) { answers.withLock { $0 = lists } }

    func addresses(of name: String) async -> [IPAddress] {
        questions.withLock { $0.append(name) }
        return answers.withLock { $0.count > 1 ? $0.removeFirst() : $0.first ?? [] }.compactMap { IPAddress($0) }
    }
}
