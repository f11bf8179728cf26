/// A text with places for what differs between events and users.
///
/// `{u}` is the user's number from 0, `{t}` the instant at which the event is due as 20 digits of nanoseconds, `{n}`
/// the event's number among the user's from 1, `{n20}` the same as 20 digits, and `{s1}`, `{s2}`, … the columns of the
/// user's line in the values file; `{entries}` are the events of a request that holds several.
package struct Template {
    private enum Part {
        case text([UInt8])
        case user, due, number, paddedNumber, entries
        case value(Int)
    }

    private var parts: [Part] = []
    private let values: [[String]]

    package init(_ text: String, values: [[String]] = []) {
        self.values = values
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "{") {
            guard let close = rest[open...].firstIndex(of: "}"), let part = Template.part(rest[open...close]) else {
                let next = rest.index(after: open)
                parts.append(.text(Array(rest[..<next].utf8)))
                rest = rest[next...]
                continue
            }
            parts.append(.text(Array(rest[..<open].utf8)))
            parts.append(part)
            rest = rest[rest.index(after: close)...]
        }
        parts.append(.text(Array(rest.utf8)))
    }

    package func bytes(user: Int, due: UInt64 = 0, number: Int = 0, entries: [UInt8] = []) -> [UInt8] {
        var bytes: [UInt8] = []
        for part in parts {
            switch part {
            case .text(let text): bytes += text
            case .entries: bytes += entries
            case .user: bytes += String(user).utf8
            case .due: bytes += Template.padded(due)
            case .number: bytes += String(number).utf8
            case .paddedNumber: bytes += Template.padded(UInt64(number))
            case .value(let column): bytes += values[user][column].utf8
            }
        }
        return bytes
    }

    private static func part(_ text: Substring) -> Part? {
        switch text {
        case "{u}": return .user
        case "{entries}": return .entries
        case "{t}": return .due
        case "{n}": return .number
        case "{n20}": return .paddedNumber
        default:
            guard text.hasPrefix("{s"), let column = Int(text.dropFirst(2).dropLast()) else { return nil }
            return .value(column - 1)
        }
    }

    private static func padded(_ number: UInt64) -> String.UTF8View {
        let digits = String(number)
        return (String(repeating: "0", count: max(0, 20 - digits.count)) + digits).utf8
    }
}
