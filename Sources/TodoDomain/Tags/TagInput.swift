/// What a client says of a tag's fields.
public struct TagInput: Hashable, Codable, Sendable {
    /// New name, nil to keep it.
    public var name: String?
    /// New colour, nil to keep it.
    public var colour: String?

    /// An input of those fields.
    public init(name: String? = nil, colour: String? = nil) {
        self.name = name
        self.colour = colour
    }

    /// Reads a JSON object with `name` and `colour`; throws `ValidationFailure` with every fault.
    public init(json: JSONValue, requiresName: Bool) throws(ValidationFailure) {
        var reader = ObjectReader(json)
        if let value = reader.value("name") {
            name = reader.tagName(value, pointer: "/name")
        } else if requiresName, reader.faults.isEmpty {
            reader.fault("name", .missing, "a name of 1 to 50 characters is required")
        }
        colour = reader.colour()
        try reader.finish()
    }
}
