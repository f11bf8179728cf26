internal import SidecarRules

extension SidecarCase {
    static let others = [
        SidecarCase(
            "secrets: an unknown store is 401, a missing secret 500",
            [
                SidecarStep(.get, "/v1.0/secrets/secrets/jwt", "200").with { $0.json = #"{"jwt":"s"}"# },
                SidecarStep(.get, "/v1.0/secrets/secrets/none", "500 ERR_SECRET_GET"),
                SidecarStep(.get, "/v1.0/secrets/none/jwt", "401 ERR_SECRET_STORE_NOT_FOUND"),
            ]),
        SidecarCase(
            "an unknown route is an invocation of nobody",
            [
                SidecarStep(.get, "/v1.0/nothing", "404 ERR_DIRECT_INVOKE"),
                SidecarStep(.delete, "/v1.0/publish/bus/cases", "404 ERR_DIRECT_INVOKE"),
            ]),
        SidecarCase("outgoing requests are carried out", [SidecarStep(.get, "/v1.0/healthz/outbound", "204")]),
    ]
}
