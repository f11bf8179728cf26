import Testing

@testable import SidecarRules

@Suite("Sidecar rules: scopes of topics, and routes")
struct SidecarTopicScopesTests {
    @Test("an application without an entry may everything that is neither protected nor outside of what there is")
    func scopes() {
        var scopes = SidecarTopicScopes()
        #expect(scopes.mayPublish("a", to: "t"))
        scopes.publishing = SidecarTopicScopes.read("a=t, u;none=;broken")
        #expect(scopes.mayPublish("a", to: "u") && !scopes.mayPublish("a", to: "v"))
        #expect(!scopes.mayPublish("none", to: "t") && scopes.mayPublish("other", to: "t"))
        scopes.protectedTopics = ["t"]
        #expect(scopes.mayPublish("a", to: "t") && !scopes.mayPublish("other", to: "t"))
        #expect(!scopes.maySubscribe("a", to: "t") && scopes.maySubscribe("a", to: "u"))
        scopes.allowedTopics = ["u"]
        #expect(!scopes.mayPublish("a", to: "t") && scopes.mayPublish("other", to: "u"))
    }

    @Test(
        "requests have their interface by path and method, and are invocations otherwise",
        arguments: [
            (SidecarRequest(.post, "/v1.0/publish/bus/t"), SidecarRoute.publish),
            (SidecarRequest(.get, "/v1.0/publish/bus/t"), nil),
            (SidecarRequest(.put, "/v1.0-alpha1/publish/bulk/bus/t"), .bulkPublish),
            (SidecarRequest(.post, "/v1.0/publish/bulk/t"), .publish), (SidecarRequest(.put, "/v1.0/jobs/j"), nil),
            (SidecarRequest(.delete, "/v1.0-alpha1/jobs/j"), .jobs), (SidecarRequest(.get, "/v1.0/healthz"), .health),
            (SidecarRequest(.get, "/v1.0//healthz/outbound/"), .outboundHealth), (SidecarRequest(.get, "/x"), nil),
            (SidecarRequest(.get, "/v1.0/state/s/a%2Fb"), .state), (SidecarRequest(.post, "/v1.0/shutdown"), .shutdown),
        ] as [(SidecarRequest, SidecarRoute?)])
    func routes(request: SidecarRequest, expected: SidecarRoute?) {
        #expect(SidecarRoute(request) == expected)
    }

    @Test("before 1.18 only the alpha path has jobs")
    func olderJobs() {
        #expect(SidecarRoute(SidecarRequest(.post, "/v1.0/jobs/j"), hasStableJobs: false) == nil)
        #expect(SidecarRoute(SidecarRequest(.post, "/v1.0-alpha1/jobs/j"), hasStableJobs: false) == .jobs)
    }
}
