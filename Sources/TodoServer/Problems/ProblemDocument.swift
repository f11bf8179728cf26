internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import ServicePorts

/// The JSON form of a problem.
struct ProblemDocument: Encodable {
    let type: String
    let title: String
    let status: Int
    let detail: String
    let instance: String
    let code: String
    let correlationID: String
    let errors: [Problem.Fault]?

    enum CodingKeys: String, CodingKey {
        case type, title, status, detail, instance, code, errors
        case correlationID = "correlation_id"
    }

    /// The document of a problem that came up while answering the request at `instance`.
    init(_ problem: Problem, title: String? = nil, instance: String, correlationID: String) {
        type = problem.kind.typeReference
        self.title = title ?? problem.kind.title
        status = problem.kind.status.code
        detail = problem.detail
        self.instance = instance
        code = problem.kind.rawValue
        self.correlationID = correlationID
        errors = problem.faults.isEmpty ? nil : problem.faults
    }

    /// The document's bytes; a document is strings and numbers only, so encoding it cannot fail.
    var bytes: [UInt8] {
        (try? JSONCodec.encode(self)) ?? []
    }

    static let mediaType = "application/problem+json"
}

extension Problem {
    /// The HTTP answer, as far as possible in that language.
    func response(instance: String, correlationID: String, language: AnswerLanguage = .english) -> Response {
        let (problem, title, languages) = told(in: language)
        let document = ProblemDocument(problem, title: title, instance: instance, correlationID: correlationID)
        var headers = headers
        headers[.contentLanguage] = languages
        headers.append(HTTPField(name: .vary, value: "Accept-Language"))
        headers[.contentType] = ProblemDocument.mediaType
        headers[.cacheControl] = "no-store"
        return Response(
            status: kind.status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: document.bytes)))
    }
}
