internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import TodoDomain

/// Lets a request through only with a good bearer token whose subject is the `{user_id}` of the path.
struct BearerAuthentication: RouterMiddleware {
    typealias Context = TodoRequestContext

    let tokens: AccessTokens

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let grant = try await grant(of: request)
        var context = context
        guard let path = context.parameters.get("user_id").flatMap({ PercentCoding.decode($0) }),
            path == grant.user.rawValue
        else {
            throw Problem(.forbidden, "the token is not for the user in the path")
        }
        context.user = grant.user
        return try await next(request, context)
    }

    private func grant(of request: Request) async throws(Problem) -> AccessTokens.Grant {
        guard let header = request.headers[.authorization] else {
            throw Problem.unauthenticated("there is no Authorization header; expected 'Bearer' and an access token")
        }
        guard let token = BearerToken.token(in: header) else {
            throw Problem.unauthenticated(
                "the Authorization header is not 'Bearer' and an access token", error: "invalid_request")
        }
        do {
            return try await tokens.check(token)
        } catch {
            throw Problem.unauthenticated(error.rawValue, error: "invalid_token")
        }
    }
}

extension TodoRequestContext {
    /// The user whom the token is for; throws a `Problem` on a path that nobody guarded.
    func requireUser() throws(Problem) -> UserID {
        guard let user else { throw .unforeseen }
        return user
    }
}
