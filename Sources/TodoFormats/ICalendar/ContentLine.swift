/// One content line of RFC 5545, unfolded.
public struct ContentLine: Hashable, Sendable {
    /// A parameter with its values, as RFC 6868 decodes them.
    public struct Parameter: Hashable, Sendable {
        /// Name in capitals.
        public var name: String
        /// Its values, at least one.
        public var values: [String]

        /// A parameter of those values.
        public init(_ name: String, _ values: [String]) {
            self.name = name
            self.values = values
        }
    }

    /// Name in capitals.
    public var name: String
    /// Parameters in their order.
    public var parameters: [Parameter]
    /// The value as it stands, escapes and all.
    public var value: String
    /// The line on which it begins, from 1; 0 for a line that is to be written.
    public var line: Int

    /// A line of that name and value.
    public init(_ name: String, _ parameters: [Parameter] = [], value: String, line: Int = 0) {
        self.name = name
        self.parameters = parameters
        self.value = value
        self.line = line
    }

    /// A line whose value is text, which is escaped.
    public init(_ name: String, _ parameters: [Parameter] = [], text: String) {
        self.init(name, parameters, value: CalendarText.escape(text))
    }

    /// The first value of a parameter; nil when it is not there.
    public func parameter(_ name: String) -> String? {
        parameters.first { $0.name == name }?.values.first
    }

    /// The value as text, without escapes.
    public var text: String { CalendarText.unescape(value) }
}
