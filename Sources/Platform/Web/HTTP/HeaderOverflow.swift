import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Tells a client whose header is too large so: 431 (RFC 6585 §5), where the server beneath answers 400 to whatever
/// cannot be parsed.
final class HeaderOverflow: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private var hasOverflown = false

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let error = error as? HTTPParserError, error == .headerOverflow { hasOverflown = true }
        context.fireErrorCaught(error)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        // Answers to requests that came whole before this one may still be on their way: they do not close.
        guard hasOverflown, case .head(var head) = unwrapOutboundIn(data), head.status == .badRequest,
            head.headerFields[.connection] == "close"
        else { return context.write(data, promise: promise) }
        head.status = .requestHeaderFieldsTooLarge
        context.write(wrapOutboundOut(.head(head)), promise: promise)
    }
}
