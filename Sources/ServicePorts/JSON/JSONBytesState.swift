/// What a `JSONBytesEncoder` has written, and which values are under way.
struct JSONBytesState {
    /// What a value turned out to be, which it says by the container that it asks for.
    enum Kind {
        case nothing, scalar, object, list
    }

    /// A value that is being written.
    struct Level {
        var kind = Kind.nothing
        /// Tells it from others that stood at the same depth.
        let serial: Int
        /// Where it begins among the bytes.
        let start: Int
        /// Where its members begin among those of all levels.
        let firstMember: Int
        /// True for a container that its parent gave out, which ends when the parent goes on.
        let isNested: Bool
        var count = 0
    }

    /// A member of an object: its key without quotes, and the end of its value, which the next one sets.
    struct Member {
        var key: Range<Int>
        var end = 0
    }

    /// A level by its depth, and which one of those that stood there.
    struct Place {
        let depth: Int
        let serial: Int
    }

    var writer = JSONWriter()
    var isUnsure = false
    private var levels: [Level] = []
    private var members: [Member] = []
    private var serials = 0

    /// The innermost level.
    var place: Place { Place(depth: levels.count - 1, serial: levels.last?.serial ?? 0) }

    /// Begins a value; answers how many levels there were, nil when the value is not to be written.
    mutating func openValue(of type: any Any.Type) -> Int? {
        guard !JSONFoundationTypes.contain(type), levels.count < 64 else {
            isUnsure = true
            return nil
        }
        open(isNested: false)
        return levels.count - 1
    }

    /// Ends levels until there are so many.
    mutating func close(downTo depth: Int) {
        while levels.count > depth { close() }
    }

    mutating func open(isNested: Bool) {
        serials += 1
        levels.append(
            Level(serial: serials, start: writer.bytes.count, firstMember: members.count, isNested: isNested))
    }

    /// Makes the innermost level of that kind, which it may be already.
    mutating func begin(_ kind: Kind) {
        let last = levels.count - 1
        guard last >= 0, levels[last].kind != kind else { return }
        guard levels[last].kind == .nothing else { return isUnsure = true }
        levels[last].kind = kind
        switch kind {
        case .object: writer.write(raw: UInt8(ascii: "{"))
        case .list: writer.write(raw: UInt8(ascii: "["))
        case .scalar, .nothing: break
        }
    }

    /// Ends the innermost level.
    private mutating func close() {
        guard let level = levels.popLast() else { return }
        switch level.kind {
        case .scalar: break
        case .nothing: writer.write(raw: "{}")
        case .list: writer.write(raw: UInt8(ascii: "]"))
        case .object:
            sortMembers(of: level)
            writer.write(raw: UInt8(ascii: "}"))
        }
    }

    /// Comes back to a level, ending containers that it gave out; false when it is not the innermost one then.
    private mutating func enter(_ place: Place) -> Bool {
        while levels.count - 1 > place.depth, levels[levels.count - 1].isNested { close() }
        guard levels.count - 1 == place.depth, levels[place.depth].serial == place.serial else {
            isUnsure = true
            return false
        }
        return true
    }

    /// Begins a member of the object at that place; false when nothing must follow.
    mutating func beginMember(_ key: some CodingKey, at place: Place) -> Bool {
        guard enter(place) else { return false }
        if levels[place.depth].count > 0 {
            members[members.count - 1].end = writer.bytes.count
            writer.write(raw: UInt8(ascii: ","))
        }
        levels[place.depth].count += 1
        writer.write(raw: UInt8(ascii: "\""))
        let start = writer.bytes.count
        var name = key.stringValue
        let isPlain = name.withUTF8 { name in
            writer.write(raw: name)
            return name.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
        }
        if !isPlain { isUnsure = true }
        members.append(Member(key: start..<writer.bytes.count))
        writer.write(raw: UInt8(ascii: "\""))
        writer.write(raw: UInt8(ascii: ":"))
        return true
    }

    /// Begins an element of the list at that place; false when nothing must follow.
    mutating func beginElement(at place: Place) -> Bool {
        guard enter(place) else { return false }
        if levels[place.depth].count > 0 { writer.write(raw: UInt8(ascii: ",")) }
        levels[place.depth].count += 1
        return true
    }

    /// Begins the only value of the level at that place; false when nothing must follow.
    mutating func beginScalar(at place: Place) -> Bool {
        guard enter(place) else { return false }
        guard levels[place.depth].kind == .nothing else {
            isUnsure = true
            return false
        }
        levels[place.depth].kind = .scalar
        return true
    }

    /// Writes a number, which JSON may not have.
    mutating func write(_ number: Double) {
        if number.isFinite { writer.write(number) } else { isUnsure = true }
    }

    /// Elements of the list at that place so far.
    func count(at place: Place) -> Int {
        place.depth < levels.count ? levels[place.depth].count : 0
    }
}

// MARK: - Sorting

extension JSONBytesState {
    /// Puts the members of the object that ends here into the order of their keys.
    private mutating func sortMembers(of level: Level) {
        defer { members.removeSubrange(level.firstMember...) }
        guard level.count > 0 else { return }
        members[members.count - 1].end = writer.bytes.count
        let isSorted = writer.bytes.withUnsafeBufferPointer { bytes in
            (level.firstMember..<(members.count - 1)).allSatisfy {
                JSONBytesState.order(members[$0].key, members[$0 + 1].key, bytes) < 0
            }
        }
        guard !isSorted else { return }
        let (sorted, isDistinct) = writer.bytes.withUnsafeBufferPointer { bytes in
            let all = members[level.firstMember...].sorted { JSONBytesState.order($0.key, $1.key, bytes) < 0 }
            let isDistinct = zip(all, all.dropFirst()).allSatisfy {
                JSONBytesState.order($0.key, $1.key, bytes) != 0
            }
            var sorted: [UInt8] = []
            sorted.reserveCapacity(writer.bytes.count - level.start)
            for member in all {
                sorted.append(sorted.isEmpty ? UInt8(ascii: "{") : UInt8(ascii: ","))
                sorted.append(contentsOf: bytes[(member.key.lowerBound - 1)..<member.end])
            }
            return (sorted, isDistinct)
        }
        if !isDistinct { isUnsure = true }
        writer.replace(from: level.start, with: sorted)
    }

    /// Below zero when the first text comes before the second one by its bytes.
    private static func order(
        _ first: Range<Int>, _ second: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>
    ) -> Int {
        for offset in 0..<min(first.count, second.count) {
            let difference = Int(bytes[first.lowerBound + offset]) - Int(bytes[second.lowerBound + offset])
            if difference != 0 { return difference }
        }
        return first.count - second.count
    }
}
