internal import CivilTime
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import ServicePorts
internal import TodoDomain
internal import TodoPorts
internal import TodoServices

/// A secret link under which calendar programs read a user's tasks, and nothing else: whoever has it needs no token.
struct FeedRoutes: Sendable {
    let files: FileSurface
    let zones: any ZoneDatabase
    let clock: any WallClock
    let random: any RandomSource
    let admission: FileAdmission

    /// What secret links begin with.
    static let path = "/feeds/"
    /// Digits of a secret, which has four bits for each.
    private static let secretDigits = 64

    func add(to group: RouterGroup<TodoRequestContext>) {
        group.resource("feed", [.get: read, .post: renew, .delete: revoke])
    }

    func addLink(to router: Router<TodoRequestContext>) {
        router.resource("/feeds/:link", [.get: calendar])
    }

    /// Whether there is a link; the secret was told when it was made, and is not kept.
    @Sendable private func read(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        guard let feed = try await files.feeds.feed(of: try context.requireUser()) else {
            throw Problem(.notFound, "there is no secret link; POST makes one")
        }
        return try .json(FeedDocument(url: nil, createdAt: feed.createdAt))
    }

    /// Makes a link in place of the former one.
    @Sendable private func renew(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        try await request.expectNoInput()
        let secret = (0..<FeedRoutes.secretDigits / 16).map { _ in
            let digits = String(random.next(), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
        let feed = CalendarFeed(
            userID: try context.requireReader(), secretHash: FeedRoutes.hash(secret), createdAt: clock.now())
        try await files.feeds.put(feed)
        let document = FeedDocument(url: "\(FeedRoutes.path)\(secret).ics", createdAt: feed.createdAt)
        return try .json(document, status: .created, headers: [.cacheControl: "no-store"])
    }

    @Sendable private func revoke(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        try await request.expectNoInput()
        guard try await files.feeds.remove(of: try context.requireUser()) else {
            throw Problem(.notFound, "there is no secret link")
        }
        return Response(status: .noContent)
    }

    @Sendable private func calendar(_ request: Request, _ context: TodoRequestContext) async throws -> Response {
        _ = try QueryParameters(request.uri.query, allowing: [])
        // A wrong link and one that was taken away are answered alike.
        guard let secret = FeedRoutes.secret(in: context.parameters.get("link") ?? ""),
            let feed = try await files.feeds.feed(bySecretHash: FeedRoutes.hash(secret))
        else { throw Problem.nothingHere }
        // The sequence tells of every change, and the zone data of how times are written.
        let sequence = try await files.tasks.position(of: feed.userID).sequence
        let tag = "\"\(sequence)-\(ContentHash.sha256(Array(zones.version.utf8)).prefix(8))\""
        var headers: HTTPFields = [.eTag: tag, .cacheControl: "private, no-cache"]
        let known = request.headers[.ifNoneMatch]?.split(separator: ",") ?? []
        if known.contains(where: { $0.drop { $0 == " " }.drop(prefix: "W/") == tag }) {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = CalendarOfTasks.mediaType
        let bytes = try await admission.run {
            try await CalendarOfTasks(tasks: files.tasks, zones: zones).file(of: feed.userID)
        }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private static func secret(in link: String) -> String? {
        guard link.hasSuffix(".ics") else { return nil }
        let secret = link.dropLast(4)
        guard secret.utf8.count == secretDigits, secret.allSatisfy(\.isHexDigit) else { return nil }
        return String(secret)
    }

    private static func hash(_ secret: String) -> String {
        ContentHash.sha256(Array(secret.utf8))
    }
}

extension Substring {
    fileprivate func drop(prefix: String) -> Substring {
        hasPrefix(prefix) ? dropFirst(prefix.count) : self
    }
}

/// What is told of a secret link.
private struct FeedDocument: Encodable {
    /// The path of the link; nil once it was told.
    let url: String?
    let createdAt: Timestamp

    private enum CodingKeys: String, CodingKey {
        case url
        case createdAt = "created_at"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(url, forKey: .url)
        try container.encode(createdAt, forKey: .createdAt)
    }
}
