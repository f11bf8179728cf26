internal import SidecarRules

/// What is wrong with a description, where, and what would be right.
struct DescriptionError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Reads one object of a description, and says where something is wrong.
struct DescriptionReader {
    private let members: [String: SidecarJSON]
    let place: String

    /// The object at that place; throws `DescriptionError` when it is none.
    init(_ json: SidecarJSON, at place: String) throws {
        guard let members = json.members else { throw DescriptionError("\(place) is no JSON object") }
        self.members = members
        self.place = place
    }

    /// Throws for members that nobody would read.
    func requireOnly(_ names: Set<String>) throws {
        guard let odd = members.keys.sorted().first(where: { !names.contains($0) }) else { return }
        throw DescriptionError("\(place) has '\(odd)', which is none of \(names.sorted().joined(separator: ", "))")
    }

    private func read<Value>(_ name: String, _ kind: String, _ convert: (SidecarJSON) -> Value?) throws -> Value? {
        guard let json = members[name] else { return nil }
        guard let value = convert(json) else { throw DescriptionError("\(place).\(name) is no \(kind)") }
        return value
    }

    func text(_ name: String) throws -> String? {
        try read(name, "text", \.text)
    }

    func required(_ name: String) throws -> String {
        guard let text = try text(name), !text.isEmpty else { throw DescriptionError("\(place) has no '\(name)'") }
        return text
    }

    func flag(_ name: String) throws -> Bool? {
        try read(name, "true or false") { json in if case .boolean(let flag) = json { flag } else { nil } }
    }

    func whole(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
        try read(name, "whole number from \(range.lowerBound) to \(range.upperBound)") { json in
            json.whole.flatMap { range.contains($0) ? $0 : nil }
        }
    }

    func duration(_ name: String) throws -> Duration? {
        try read(name, "duration such as 5s or 250ms") { $0.text.flatMap(GoDuration.parse) }
    }

    func texts(_ name: String) throws -> [String] {
        try read(name, "array of texts") { json in
            let texts = json.elements?.compactMap(\.text)
            return texts?.count == json.elements?.count ? texts : nil
        } ?? []
    }

    func object(_ name: String) throws -> DescriptionReader? {
        try members[name].map { try DescriptionReader($0, at: "\(place).\(name)") }
    }

    func elements(_ name: String) throws -> [DescriptionReader] {
        let elements = try read(name, "array", \.elements) ?? []
        return try elements.enumerated().map { index, element in
            try DescriptionReader(element, at: "\(place).\(name)[\(index)]")
        }
    }
}
