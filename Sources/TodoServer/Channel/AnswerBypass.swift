internal import NIOCore
internal import NIOHTTP1

/// Leads answers past the compressor that no request called for.
///
/// What cannot be read as a request is answered too, and the compressor, which asks each answer's request whether it
/// takes compressed ones, ends the process when there is none.
final class AnswerBypass: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let compressor: any ChannelHandler
    /// Requests whose answers have not begun.
    private var waiting = 0
    private var isPassing = false

    /// A way around the compressor, which stands just before this handler.
    init(around compressor: any ChannelHandler) {
        self.compressor = compressor
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .head = Self.unwrapInboundIn(data) { waiting += 1 }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .head(let head) = Self.unwrapOutboundIn(data) {
            isPassing = waiting == 0 || head.isInformational
            if !isPassing { waiting -= 1 }
        }
        guard isPassing else { return context.write(data, promise: promise) }
        do {
            try context.pipeline.syncOperations.context(handler: compressor).write(data, promise: promise)
        } catch {
            promise?.fail(error)
        }
    }
}

extension HTTPResponseHead {
    fileprivate var isInformational: Bool { (100..<200).contains(status.code) }
}
