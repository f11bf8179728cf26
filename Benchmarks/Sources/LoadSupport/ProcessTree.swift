import Glibc

/// A name for processes of a server, whose time is told apart: `name=pid,pid`; those that they started count, too.
package struct ProcessTree {
    /// What they are called in reports.
    package let name: String
    private let roots: [Int]

    /// Reads `name=pid,pid`; throws when it is not so.
    package init(_ text: String) throws {
        let parts = text.split(separator: "=", maxSplits: 1)
        roots = parts.count == 2 ? parts[1].split(separator: ",").compactMap { Int($0) } : []
        guard let first = parts.first, !roots.isEmpty else {
            throw LoadError(description: "--process is '\(text)'; expected a name, = and process identities by commas")
        }
        name = String(first)
    }

    /// What they used so far; of those that have ended nothing is known.
    package var usage: ServerUsage { ServerUsage(roots.flatMap(ProcessTree.withChildren)) }

    private static func withChildren(of process: Int) -> [Int] {
        let children = ServerUsage.text("/proc/\(process)/task/\(process)/children")
        return [process] + children.split(separator: " ").compactMap { Int($0) }.flatMap(withChildren)
    }
}
