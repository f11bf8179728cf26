import Yams

/// What a part of a document must look like.
indirect enum Shape: Sendable {
    case text
    case flag
    case number
    case choice([String])
    case list(Shape)
    /// A mapping with names of the author's own.
    case named(Shape)
    /// A mapping with these names; others are refused.
    case fields([String: Shape], optional: [String: Shape] = [:])

    func faults(in node: Node, _ what: String, of file: ResourceFile) -> [Fault] {
        switch self {
        case .text: node.isText ? [] : [file.fault(node, "\(what) must be text; quote it")]
        case .flag: node.isPlain && node.bool != nil ? [] : [file.fault(node, "\(what) must be true or false")]
        case .number: node.isPlain && node.int != nil ? [] : [file.fault(node, "\(what) must be a whole number")]
        case .choice(let words):
            words.contains(node.string ?? "")
                ? [] : [file.fault(node, "\(what) must be \(words.joined(separator: " or "))")]
        case .list(let item): list(item, node, what, file)
        case .named(let value): named(value, node, what, file)
        case .fields(let required, let optional): fields(required, optional, node, what, file)
        }
    }

    private func list(_ item: Shape, _ node: Node, _ what: String, _ file: ResourceFile) -> [Fault] {
        guard let sequence = node.sequence else { return [file.fault(node, "\(what) must be a list")] }
        return sequence.enumerated().flatMap { item.faults(in: $0.element, "\(what)[\($0.offset)]", of: file) }
    }

    private func named(_ value: Shape, _ node: Node, _ what: String, _ file: ResourceFile) -> [Fault] {
        guard let mapping = node.mapping else { return [file.fault(node, "\(what) must be a mapping")] }
        return mapping.flatMap { value.faults(in: $0.value, "\(what).\($0.key.string ?? "")", of: file) }
    }

    private func fields(
        _ required: [String: Shape], _ optional: [String: Shape], _ node: Node, _ what: String, _ file: ResourceFile
    ) -> [Fault] {
        guard let mapping = node.mapping else { return [file.fault(node, "\(what) must be a mapping")] }
        let missing = required.keys.sorted().filter { node[$0] == nil }.map {
            file.fault(node, "\(what) lacks '\($0)'")
        }
        return missing
            + mapping.flatMap { entry in
                let name = entry.key.string ?? ""
                guard let shape = required[name] ?? optional[name] else {
                    let known = (Array(required.keys) + optional.keys).sorted().joined(separator: ", ")
                    return [file.fault(entry.key, "\(what) has no field '\(name)'; it has \(known)")]
                }
                return shape.faults(in: entry.value, "\(what).\(name)", of: file)
            }
    }
}

extension Node {
    /// True for a scalar without quotes, which may be a number or a truth value.
    fileprivate var isPlain: Bool { scalar?.style == .plain || scalar?.style == .any }

    /// True for a scalar that every reader takes for text.
    fileprivate var isText: Bool {
        guard let scalar else { return false }
        return !isPlain || (bool == nil && int == nil && float == nil && null == nil && !scalar.string.isEmpty)
    }
}
