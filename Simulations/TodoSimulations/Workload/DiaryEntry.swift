internal import CivilTime
internal import TodoDomain

/// What a user does at a planned instant; it is drawn before the run, so that leaving one out moves no other.
struct DiaryEntry {
    /// What is done.
    enum Act {
        /// Makes this task.
        case create(TaskInput)
        /// Imports this task of a file.
        case importTask(TodoTask)
        /// Adds a reminder to the task that the entry of a number made.
        case remind(ReminderOffset, ofTaskMadeBy: Int)
        /// Looks at the list and completes the open task in that place of those due within so many minutes.
        case tend(place: Int, leadMinutes: Int64)
        /// Does something to the newest occurrence of the series that the entry of a number began.
        case press(Button, ofSeriesMadeBy: Int)
        /// Sends the request of an earlier entry once more, with its key.
        case repeatRequest(of: Int)
    }

    /// What can be done to an occurrence.
    enum Button: CaseIterable {
        case toggle
        case complete
        case reopen
        case skip
        case undo
    }

    /// Its place among the user's entries, from 1; also the number of the command.
    var number = 0
    let instant: Timestamp
    let act: Act
    /// True when the request is sent twice at once.
    var isDoubled = false
}
