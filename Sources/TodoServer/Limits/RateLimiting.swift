internal import HTTPTypes
internal import Hummingbird
internal import TodoDomain

/// Counts requests to the API against a quota and answers 429 to those over it, with the headers of the IETF's draft.
struct RateLimiting: RouterMiddleware {
    typealias Context = TodoRequestContext

    /// Whose requests are counted.
    enum Subject: Sendable {
        case address
        case user
    }

    let limits: RequestLimits
    let subject: Subject

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard request.uri.path.hasPrefix("/api/"), let (quota, verdict) = take(context) else {
            return try await next(request, context)
        }
        guard let wait = verdict.wait else {
            do {
                var response = try await next(request, context)
                RateLimiting.add(quota, verdict, to: &response.headers)
                return response
            } catch {
                // A refusal counts like any other answer, and says so.
                guard var problem = error as? Problem ?? Problem(serviceError: error) else { throw error }
                RateLimiting.add(quota, verdict, to: &problem.headers)
                throw problem
            }
        }
        var headers: HTTPFields = [.retryAfter: String(wait)]
        RateLimiting.add(quota, verdict, to: &headers)
        throw Problem(
            .tooManyRequests,
            "more than \(quota.perMinute) requests came within a minute; try again in \(wait) seconds",
            headers: headers)
    }

    private func take(_ context: Context) -> (RequestLimits.Quota, RequestLimits.Verdict)? {
        switch subject {
        case .address:
            limits.take(limits.address, of: context.address.description).map { (limits.address, $0) }
        case .user:
            context.user.flatMap { limits.take(limits.user, of: $0.rawValue) }.map { (limits.user, $0) }
        }
    }

    private static func add(
        _ quota: RequestLimits.Quota, _ verdict: RequestLimits.Verdict, to headers: inout HTTPFields
    ) {
        // The narrower quota has spoken already.
        guard headers[.rateLimit] == nil else { return }
        headers[.rateLimitPolicy] = quota.policy
        headers[.rateLimit] = "\"\(quota.name)\";r=\(verdict.left);t=\(verdict.secondsToFull)"
    }
}
