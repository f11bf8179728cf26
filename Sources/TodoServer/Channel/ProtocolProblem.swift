internal import HTTPTypes
internal import NIOCore
internal import NIOHTTP1

/// The refusal of bytes that are not a request of HTTP/1.1.
struct ProtocolProblem {
    private let problem: Problem

    /// The refusal that goes with what the parser said.
    init(_ error: HTTPParserError) {
        if error == .headerOverflow {
            problem = Problem(.headersTooLarge, "the request line or the headers are longer than is taken here")
        } else {
            problem = Problem(.malformedRequest, "the bytes are no request of HTTP/1.1: \(error)")
        }
    }

    /// Head and body of the answer, after which the connection closes.
    func document(_ correlationID: String) -> (head: HTTPResponseHead, bytes: ByteBuffer) {
        let bytes = ProblemDocument(problem, instance: "/", correlationID: correlationID).bytes
        let headers: HTTPHeaders = [
            "content-type": ProblemDocument.mediaType, "content-length": String(bytes.count), "connection": "close",
            "x-correlation-id": correlationID, "x-content-type-options": "nosniff", "cache-control": "no-store",
        ]
        let status = HTTPResponseStatus(statusCode: problem.kind.status.code)
        return (HTTPResponseHead(version: .http1_1, status: status, headers: headers), ByteBuffer(bytes: bytes))
    }
}
