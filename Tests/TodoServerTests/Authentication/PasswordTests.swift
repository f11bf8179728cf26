import NIOPosix
import ServicePorts
import Testing

@testable import TodoServer

@Suite("Passwords")
struct PasswordTests {
    private static let quick = PasswordHash.Cost(logarithmOfRounds: 4, blockSize: 8, parallelism: 1)

    @Test("the key is that of RFC 7914's test vector")
    func vector() throws {
        let cost = PasswordHash.Cost(logarithmOfRounds: 10, blockSize: 8, parallelism: 16)
        let hash = try PasswordHash(password: "password", salt: Array("NaCl".utf8), cost: cost)
        let digits = hash.key.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        #expect(digits == "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162")
    }

    @Test("the standard cost is 2^15 rounds of 8 blocks, and stands in the written form")
    func standard() throws {
        let hash = try PasswordHash(password: "correct horse", salt: Array(0..<16), cost: .standard)
        #expect(hash.encoded.hasPrefix("$scrypt$ln=15,r=8,p=1$"))
        #expect(try hash.matches("correct horse"))
        #expect(try !hash.matches("correct horsf"))
    }

    @Test("the written form gives the hash back, and other parameters still check")
    func encoding() throws {
        let hash = try PasswordHash(password: "پاس ورڈ 1", salt: Array(0..<16), cost: Self.quick)
        let read = try #require(PasswordHash(encoded: hash.encoded))
        #expect(read == hash)
        #expect(try read.matches("پاس ورڈ 1"))
        #expect(try !read.matches("پاس ورڈ 2"))
        #expect(try !read.matches(""))
    }

    @Test(
        "a damaged record is no hash",
        arguments: [
            "", "plain", "$scrypt$ln=15,r=8,p=1$$", "$bcrypt$ln=4,r=8,p=1$AAAA$AAAA", "$scrypt$ln=60,r=8,p=1$AAAA$AAAA",
            "$scrypt$ln=4,r=8$AAAA$AAAA", "$scrypt$ln=4,r=8,p=1,x=2$AAAA$AAAA", "$scrypt$ln=4,r=8,p=1$AAAA$AAAA",
            "$scrypt$ln=4,r=8,p=1$*$" + String(repeating: "A", count: 43) + "=",
        ])
    func damaged(text: String) {
        #expect(PasswordHash(encoded: text) == nil)
    }

    @Test("the hasher salts each password anew, and refuses whoever has no hash")
    func hasher() async throws {
        let pool = NIOThreadPool(numberOfThreads: 1)
        pool.start()
        let hasher = PasswordHasher(pool: pool, random: SystemRandomSource(), cost: Self.quick)
        let first = try await hasher.hash("correct horse")
        let second = try await hasher.hash("correct horse")
        #expect(first != second)
        #expect(try await hasher.verify("correct horse", against: first))
        #expect(try await hasher.verify("correct horse", against: second))
        #expect(try await !hasher.verify("wrong", against: first))
        #expect(try await !hasher.verify("correct horse", against: nil))
        #expect(try await !hasher.verify("correct horse", against: "damaged"))
        try await pool.shutdownGracefully()
    }
}
