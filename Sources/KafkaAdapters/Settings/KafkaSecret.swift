/// A password or key that no description, log or mirror shows.
public struct KafkaSecret: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// The secret text itself.
    public let value: String

    /// A secret of that text.
    public init(_ value: String) {
        self.value = value
    }

    /// A fixed text that says nothing of the secret.
    public var description: String { "(secret)" }

    /// A fixed text that says nothing of the secret.
    public var debugDescription: String { "(secret)" }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
