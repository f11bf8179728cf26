internal import Crypto
internal import CryptoExtras
internal import FoundationEssentials

/// A password's scrypt hash with the parameters that made it, written `$scrypt$ln=15,r=8,p=1$salt$key` (base64).
struct PasswordHash: Equatable, Sendable {
    /// The cost of making a hash: about `128 * blockSize * 2^logarithmOfRounds` bytes of memory.
    struct Cost: Equatable, Sendable {
        var logarithmOfRounds: Int
        var blockSize: Int
        var parallelism: Int

        /// 32 MiB and some 50 to 100 milliseconds of one core.
        static let standard: Cost = .init(logarithmOfRounds: 15, blockSize: 8, parallelism: 1)
    }

    var cost: Cost
    var salt: [UInt8]
    var key: [UInt8]

    static let saltByteCount = 16
    static let keyByteCount = 32

    /// Hashes a password; takes the time and memory that the cost says; throws when the cost is out of range.
    init(password: String, salt: [UInt8], cost: Cost) throws {
        self.cost = cost
        self.salt = salt
        key = try PasswordHash.derive(password, salt, cost)
    }

    /// Reads the written form; nil when malformed or when its cost is beyond what is ever written.
    init?(encoded: String) {
        let parts = encoded.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt", let cost = Cost(encoded: parts[2]),
            let salt = Data(base64Encoded: String(parts[3])), let key = Data(base64Encoded: String(parts[4])),
            key.count == PasswordHash.keyByteCount
        else { return nil }
        self.cost = cost
        self.salt = [UInt8](salt)
        self.key = [UInt8](key)
    }

    /// The written form.
    var encoded: String {
        "$scrypt$\(cost.encoded)$\(Data(salt).base64EncodedString())$\(Data(key).base64EncodedString())"
    }

    /// True when the password is the one that was hashed; compares without an early exit.
    func matches(_ password: String) throws -> Bool {
        let other = try PasswordHash.derive(password, salt, cost)
        return zip(key, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0 && key.count == other.count
    }

    private static func derive(_ password: String, _ salt: [UInt8], _ cost: Cost) throws -> [UInt8] {
        let key = try KDF.Scrypt.deriveKey(
            from: Array(password.utf8), salt: salt, outputByteCount: keyByteCount,
            rounds: 1 << cost.logarithmOfRounds, blockSize: cost.blockSize, parallelism: cost.parallelism)
        return key.withUnsafeBytes { Array($0) }
    }
}

extension PasswordHash.Cost {
    fileprivate var encoded: String { "ln=\(logarithmOfRounds),r=\(blockSize),p=\(parallelism)" }

    fileprivate init?(encoded: Substring) {
        var numbers: [Int] = []
        for (name, part) in zip(["ln=", "r=", "p="], encoded.split(separator: ",", omittingEmptySubsequences: false)) {
            guard part.hasPrefix(name), let number = Int(part.dropFirst(name.count)) else { return nil }
            numbers.append(number)
        }
        // The bounds keep a damaged record from asking for gigabytes.
        guard numbers.count == 3, encoded.count(where: { $0 == "," }) == 2, (1...20).contains(numbers[0]),
            (1...32).contains(numbers[1]), (1...16).contains(numbers[2])
        else { return nil }
        self.init(logarithmOfRounds: numbers[0], blockSize: numbers[1], parallelism: numbers[2])
    }
}
