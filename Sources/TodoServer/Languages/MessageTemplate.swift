/// A message with places for what differs from case to case, written `{1}`, `{2}` and so on.
struct MessageTemplate: Sendable {
    /// What stands before, between and after the places.
    let pieces: [String]

    /// A template whose places are numbered in the order in which they stand.
    init(_ text: String) {
        var (pieces, rest, number) = ([String](), text[...], 1)
        while let place = rest.range(of: "{\(number)}") {
            pieces.append(String(rest[..<place.lowerBound]))
            rest = rest[place.upperBound...]
            number += 1
        }
        self.pieces = pieces + [String(rest)]
    }

    /// Bytes that stand fast: the more, the closer a match is.
    var weight: Int { pieces.reduce(0) { $0 + $1.utf8.count } }

    /// What stands in the places of a message; nil when it is another one.
    func match(_ message: String) -> [String]? {
        guard pieces.count > 1 else { return message == pieces[0] ? [] : nil }
        guard message.hasPrefix(pieces[0]) else { return nil }
        var (found, rest) = ([String](), message.dropFirst(pieces[0].count))
        for piece in pieces[1..<(pieces.count - 1)] {
            guard let place = rest.range(of: piece) else { return nil }
            found.append(String(rest[..<place.lowerBound]))
            rest = rest[place.upperBound...]
        }
        let last = pieces[pieces.count - 1]
        guard rest.hasSuffix(last) else { return nil }
        return found + [String(rest.dropLast(last.count))]
    }
}

extension Substring {
    /// Where a text first occurs; nil when it does not, and at once for the empty text.
    fileprivate func range(of text: String) -> Range<Index>? {
        var start = startIndex
        while start <= endIndex {
            if self[start...].hasPrefix(text) {
                return start..<(index(start, offsetBy: text.count, limitedBy: endIndex) ?? endIndex)
            }
            guard start < endIndex else { return nil }
            start = index(after: start)
        }
        return nil
    }
}
