internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import TodoDomain
internal import TodoPorts

/// Lets a request through only with a good bearer token whose subject is the `{user_id}` of the path.
struct BearerAuthentication: RouterMiddleware {
    typealias Context = TodoRequestContext

    /// What a route takes.
    enum Demand: Sendable {
        /// A session, or an API token whose scopes allow the method.
        case scopeOfMethod
        /// Somebody who signed in, as for making API tokens: no token begets another.
        case session
    }

    let authenticator: Authenticator
    var demand = Demand.scopeOfMethod

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let caller = try await caller(of: request)
        var context = context
        guard let path = context.parameters.get("user_id").flatMap({ PercentCoding.decode($0) }),
            path == caller.user.rawValue
        else {
            throw Problem(.forbidden, "the token is not for the user in the path")
        }
        try require(caller, request.method)
        context.user = caller.user
        context.caller = caller
        return try await next(request, context)
    }

    private func caller(of request: Request) async throws -> Caller {
        guard let header = request.headers[.authorization] else {
            throw Problem.unauthenticated("there is no Authorization header; expected 'Bearer' and an access token")
        }
        guard let token = BearerToken.token(in: header) else {
            throw Problem.unauthenticated(
                "the Authorization header is not 'Bearer' and an access token", error: "invalid_request")
        }
        do {
            return try await authenticator.caller(token)
        } catch let error as AccessTokenError {
            throw Problem.unauthenticated(error.rawValue, error: "invalid_token")
        }
    }

    private func require(_ caller: Caller, _ method: HTTPRequest.Method) throws(Problem) {
        switch demand {
        case .session:
            guard caller.isSession else {
                throw Problem(.sessionRequired, "an API token is not taken here; sign in and use that token")
            }
        case .scopeOfMethod:
            let scope: APIToken.Scope = [.get, .head, .options].contains(method) ? .read : .write
            guard caller.permits(scope) else {
                let challenge = "Bearer realm=\"todo\", error=\"insufficient_scope\", scope=\"\(scope.rawValue)\""
                throw Problem(
                    .insufficientScope, "the API token lacks the scope '\(scope.rawValue)'",
                    headers: [.wwwAuthenticate: challenge])
            }
        }
    }
}

extension TodoRequestContext {
    /// The user whom the token is for; throws a `Problem` on a path that nobody guarded.
    func requireUser() throws(Problem) -> UserID {
        guard let user else { throw .unforeseen }
        return user
    }

    /// The user of a request that changes something, who may read too: what it makes tells of all that there is.
    func requireReader() throws(Problem) -> UserID {
        guard try requireCaller().permits(.read) else {
            throw Problem(.insufficientScope, "the API token lacks the scope 'read'")
        }
        return try requireUser()
    }

    /// Who asks; throws a `Problem` on a path that nobody guarded.
    func requireCaller() throws(Problem) -> Caller {
        guard let caller else { throw .unforeseen }
        return caller
    }
}
