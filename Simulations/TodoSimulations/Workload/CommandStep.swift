public import CivilTime
internal import TodoServices

/// One command that a simulated user sent.
public struct CommandStep: Sendable {
    /// Number of the user, from 1.
    public let user: Int
    /// Number of the command among those that the user draws, from 1.
    public let number: Int
    /// The true time when it was first sent.
    public let time: Timestamp
    /// True when it is an old request, sent once more.
    public let isRepeat: Bool
    let command: TaskCommand
    /// What was asked on another device at the same time.
    var rival: TaskCommand?

    /// What was asked, as a sentence without its subject.
    public var text: String {
        let other = rival.map { ", while another device \($0.telling)" } ?? ""
        return isRepeat ? "asks once more: \(command.telling)" : command.telling + other
    }
}
