/// The day that a user's week begins with.
public enum WeekStart: String, Codable, Sendable, CaseIterable {
    /// As ISO 8601 has it.
    case monday
    /// As in much of the Middle East.
    case saturday
    /// As in the Americas and in Pakistan's calendars.
    case sunday
}
