/// A condition that must hold whenever it is looked at; call it with the condition.
public struct Always: Sendable {
    let world: World
    /// What must hold, in words.
    public let name: String

    /// Looks at the condition; ends the run as failed when it does not hold.
    public func callAsFunction(
        _ condition: Bool, _ details: @autoclosure () -> String = "", fileID: String = #fileID, line: Int = #line
    ) {
        world.check(.always, name, condition, details, SourcePlace(fileID: fileID, line: line))
    }
}

/// A condition that must be true at least once over all seeds of a test; call it with the condition.
public struct Sometimes: Sendable {
    let world: World
    /// What must happen, in words.
    public let name: String

    /// Notes whether the condition is true; called without one, that this place was reached.
    public func callAsFunction(_ condition: Bool = true) {
        world.note(.sometimes, name, condition)
    }
}
