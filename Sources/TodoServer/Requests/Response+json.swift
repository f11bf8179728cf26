internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import ServicePorts

extension Response {
    /// A JSON answer; throws `EncodingError`.
    static func json(
        _ value: some Encodable, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) throws -> Response {
        json(bytes: try JSONCodec.encode(value), status: status, headers: headers)
    }

    /// An answer of bytes that are JSON.
    static func json(
        bytes: [UInt8], status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) -> Response {
        var headers = headers
        headers[.contentType] = "application/json"
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// A text answer of that media type.
    static func text(_ text: String, mediaType: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: mediaType], body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
