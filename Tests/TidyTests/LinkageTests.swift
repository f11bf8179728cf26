import Foundation
import Testing

/// Looks into the built programs for what they link.
@Suite("What the programs link")
struct LinkageTests {
    /// Marks that each library leaves in a program: its module name as Swift mangles it, or the library's file name.
    static let heavyLibraries = [
        "7NIOCore", "8NIOPosix", "11Hummingbird", "4GRDB", "6JWTKit", "6Crypto", "libsqlite3", "libpq", "librdkafka",
        "libcurl", "libz.so",
    ]

    @Test("simulate links neither NIO nor a server nor a C library", arguments: heavyLibraries)
    func simulateIsLight(mark: String) throws {
        #expect(try !Program.bytes(of: "simulate").contains(mark: mark))
        #expect(try Program.bytes(of: "simulate").contains(mark: "13SimulationKit"))
    }

    @Test("todo, which serves, shows that these marks would be seen", arguments: ["7NIOCore", "4GRDB", "libsqlite3"])
    func todoIsNot(mark: String) throws {
        #expect(try Program.bytes(of: "todo").contains(mark: mark))
        #expect(try !Program.bytes(of: "todo").contains(mark: "13SimulationKit"))
    }
}

/// The programs that were built together with these tests.
enum Program {
    private static let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent()

    /// The bytes of a program; fails the test when it was not built.
    static func bytes(of name: String) throws -> Data {
        let place = folder.appendingPathComponent(name)
        return try #require(
            try? Data(contentsOf: place, options: .alwaysMapped), "no program \(place.path): run swift build first")
    }
}

extension Data {
    fileprivate func contains(mark: String) -> Bool {
        withUnsafeBytes { bytes in
            guard var place = bytes.baseAddress, let first = mark.utf8.first else { return false }
            let end = place + bytes.count - mark.utf8.count
            while place < end, let found = memchr(place, Int32(first), end - place) {
                if memcmp(found, mark, mark.utf8.count) == 0 { return true }
                place = UnsafeRawPointer(found) + 1
            }
            return false
        }
    }
}
