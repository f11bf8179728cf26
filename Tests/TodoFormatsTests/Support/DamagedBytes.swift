/// Damages files: bytes changed, lost, repeated and moved, and pieces that mean something put where they do not belong.
struct DamagedBytes {
    var random: SeededRandom
    let pieces: [[UInt8]]

    init(seed: UInt64, pieces: [String]) {
        random = SeededRandom(seed: seed)
        self.pieces = pieces.map { Array($0.utf8) }
    }

    mutating func damage(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...6, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            let end = min(bytes.count, place + Int.random(in: 1...40, using: &random))
            switch Int.random(in: 0...6, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.removeSubrange(place..<end)
            case 2: bytes.insert(contentsOf: bytes[place..<end], at: place)
            case 3: bytes.insert(contentsOf: random.pick(pieces), at: place)
            case 4: bytes.replaceSubrange(place..<end, with: random.pick(pieces))
            case 5: bytes.removeSubrange(place...)
            default: bytes += bytes[..<place]
            }
        }
        return Array(bytes.prefix(20_000))
    }
}
