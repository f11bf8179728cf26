#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// A program with its arguments, to be run by the shell in a folder.
struct ShellCommand {
    let words: [String]
    let folder: String
    /// File that gets all that the program says.
    let log: String

    /// True when the program ended with status 0.
    func succeeds() -> Bool {
        let line = words.map(ShellCommand.quoted).joined(separator: " ")
        return system("cd \(ShellCommand.quoted(folder)) && \(line) > \(ShellCommand.quoted(log)) 2>&1") == 0
    }

    private static func quoted(_ word: String) -> String {
        "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
