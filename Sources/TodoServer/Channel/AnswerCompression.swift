internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPCompression

/// Which answers are compressed for clients that take it.
///
/// Text of some length is, unless it must not be stored: such answers hold passwords' worth of secrets beside what the
/// caller sent, and the length of what is compressed would tell whether the one occurs in the other.
enum AnswerCompression {
    /// Shorter answers fit into a packet as they are.
    static let fewestBytes = 1_024

    /// Handlers that compress, in the order in which they stand behind HTTP's own.
    static func handlers() -> [any ChannelHandler] {
        let methods = AnsweredMethods()
        let compressor = HTTPResponseCompressor(responseCompressionPredicate: { head, isSupported in
            // An answer to HEAD has no body, and the end of a compressed one would be its beginning.
            guard methods.next() != .HEAD, isWorthwhile(head.headers) else { return .doNotCompress }
            // The same address answers in two ways, whichever of them this caller gets.
            head.headers.add(name: "vary", value: "Accept-Encoding")
            return isSupported ? .compressIfPossible : .doNotCompress
        })
        return [methods, compressor, AnswerBypass(around: compressor)]
    }

    static func isWorthwhile(_ headers: HTTPHeaders) -> Bool {
        let length = headers.first(name: "content-length").flatMap { Int($0) }
        guard length.map({ $0 >= fewestBytes }) ?? true, let type = headers.first(name: "content-type"),
            !headers[canonicalForm: "cache-control"].contains("no-store")
        else { return false }
        return type.hasPrefix("text/") || type.hasPrefix("application/json") || type.hasPrefix("image/svg")
    }
}

/// Keeps the methods of requests whose answers have not begun.
private final class AnsweredMethods: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    private var waiting = CircularBuffer<HTTPMethod>()

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .head(let head) = Self.unwrapInboundIn(data) { waiting.append(head.method) }
        context.fireChannelRead(data)
    }

    /// The method of the request whose answer begins.
    func next() -> HTTPMethod? { waiting.popFirst() }
}
