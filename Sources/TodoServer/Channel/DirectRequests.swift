public import NIOCore
internal import NIOHTTP1

/// Requests that a connection answers on its own thread, without the server's tasks, streams and middlewares.
///
/// Only what is answered with 200 and JSON is answered so. Whatever is refused, is unusual or comes in pieces goes the
/// ordinary way from its beginning, and whoever would have answered it without this answers it still.
public struct DirectRequests: Sendable {
    /// Paths of POST requests, as they are sent.
    public var paths: Set<String>
    /// The longest body in bytes.
    public var longestBody: Int
    /// Answers on the connection's event loop, at once: the JSON to answer with, or nil to let the request go on.
    public var answer: @Sendable (borrowing DirectRequest) -> ByteBuffer?

    /// Requests to those paths.
    public init(
        paths: Set<String>, longestBody: Int = 4 << 20,
        answer: @escaping @Sendable (borrowing DirectRequest) -> ByteBuffer?
    ) {
        self.paths = paths
        self.longestBody = longestBody
        self.answer = answer
    }

    /// True when the request that begins so may be answered directly once its body is there.
    func mayAnswer(_ head: HTTPRequestHead) -> Bool {
        guard head.method == .POST, head.version == .http1_1, paths.contains(head.uri) else { return false }
        var length: Int?
        for (name, value) in head.headers {
            switch name.utf8.count {
            case 6 where name.isEqual("expect"): return false
            case 7 where name.isEqual("upgrade") || name.isEqual("trailer"): return false
            case 10 where name.isEqual("connection"): return false
            case 14 where name.isEqual("content-length"):
                guard length == nil, let given = Int(value), given >= 0 else { return false }
                length = given
            case 16 where name.isEqual("content-encoding"): return false
            case 17 where name.isEqual("transfer-encoding"): return false
            default: break
            }
        }
        return length.map { $0 <= longestBody } ?? false
    }
}

/// A whole request.
public struct DirectRequest {
    let head: HTTPRequestHead
    /// The body.
    public let body: ByteBuffer

    /// What a request says under a header's name.
    public enum Field {
        /// It is not there.
        case none
        /// Its value.
        case one(String)
        /// It is there more than once, of which others may take the first or the last.
        case several
    }

    /// The header whose name is given in lower case.
    public func field(_ name: String) -> Field {
        var field = Field.none
        for (given, value) in head.headers where given.isEqual(name) {
            if case .one = field { return .several }
            field = .one(value)
        }
        return field
    }
}

extension String {
    /// True when this is the other, which is in lower case, but for the case of ASCII letters.
    fileprivate func isEqual(_ lowercased: String) -> Bool {
        let count = utf8.count
        guard count == lowercased.utf8.count else { return false }
        var (own, other) = (self, lowercased)
        return own.withUTF8 { own in
            other.withUTF8 { other in
                for index in 0..<count where own[index] != other[index] {
                    guard (0x41...0x5A).contains(own[index]), own[index] | 0x20 == other[index] else { return false }
                }
                return true
            }
        }
    }
}
