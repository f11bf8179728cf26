internal import CivilTime
internal import TodoDomain
internal import TodoFormats
internal import TodoPorts
internal import TodoServices

/// A user's tasks as a calendar file.
struct CalendarOfTasks: Sendable {
    let tasks: TaskService
    let zones: any ZoneDatabase

    static let mediaType = "text/calendar; charset=utf-8"

    /// The bytes of the file.
    func file(of user: UserID) async throws -> [UInt8] {
        let state = try await tasks.state(of: user)
        let epoch = try await tasks.position(of: user).epoch
        return try await FileAdmission.besideRequests { [zones] in
            CalendarWriting.file(state.orderedTasks, epoch: epoch, zones: zones)
        }
    }
}
