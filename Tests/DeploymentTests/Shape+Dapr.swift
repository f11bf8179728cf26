extension Shape {
    /// The kinds of resources that the folder holds.
    ///
    /// Subscriptions are none of them: the services tell theirs at `GET /dapr/subscribe`.
    static let kinds: [String: Shape] = [
        "Component": resource(component, optional: ["auth": .fields(["secretStore": .text])]),
        "Configuration": resource(configuration),
        "Resiliency": resource(resiliency),
    ]

    private static func resource(_ spec: Shape, optional: [String: Shape] = [:]) -> Shape {
        .fields(
            [
                "apiVersion": .choice(["dapr.io/v1alpha1"]), "kind": .text,
                "metadata": .fields(["name": .text], optional: ["namespace": .text]), "spec": spec,
            ], optional: optional.merging(["scopes": .list(.text)]) { $1 })
    }

    private static let component: Shape = .fields(
        [
            "type": .text, "version": .text,
            "metadata": .list(
                .fields(
                    ["name": .text],
                    optional: [
                        "value": .text, "envRef": .text, "secretKeyRef": .fields(["name": .text, "key": .text]),
                    ])),
        ], optional: ["ignoreErrors": .flag, "initTimeout": .text])

    // Without `mtls`, which belongs to the control plane's own configuration.
    private static let configuration: Shape = .fields(
        ["tracing": tracing, "secrets": secrets], optional: ["api": api, "accessControl": accessControl])

    private static let tracing: Shape = .fields(
        ["samplingRate": .text],
        optional: [
            "otel": .fields(["protocol": .choice(["grpc", "http"]), "endpointAddress": .text, "isSecure": .flag])
        ])

    private static let secrets: Shape = .fields([
        "scopes": .list(
            .fields(
                ["storeName": .text, "defaultAccess": .choice(["allow", "deny"])],
                optional: ["allowedSecrets": .list(.text), "deniedSecrets": .list(.text)]))
    ])

    private static let api: Shape = .fields([
        "allowed": .list(
            .fields(["name": .text, "version": .choice(["v1", "v1alpha1"]), "protocol": .choice(["http", "grpc"])]))
    ])

    private static let action: Shape = .choice(["allow", "deny"])

    private static let accessControl: Shape = .fields(
        ["defaultAction": action, "trustDomain": .text],
        optional: [
            "policies": .list(
                .fields([
                    "appId": .text, "namespace": .text, "trustDomain": .text, "defaultAction": action,
                    "operations": .list(.fields(["name": .text, "httpVerb": .list(.text), "action": action])),
                ]))
        ])

    private static let resiliency: Shape = .fields([
        "policies": .fields(
            [:],
            optional: [
                "timeouts": .named(.text), "circuitBreakers": .named(breaker),
                "retries": .named(
                    .fields(
                        ["policy": .choice(["constant", "exponential"])],
                        optional: ["duration": .text, "maxInterval": .text, "maxRetries": .number])),
            ]),
        "targets": .fields(
            [:],
            optional: [
                "apps": .named(policyNames), "components": .named(.fields([:], optional: bothWays)),
            ]),
    ])

    private static let breaker: Shape = .fields(
        ["timeout": .text, "trip": .text], optional: ["maxRequests": .number, "interval": .text])
    private static let policyNames: Shape = .fields(
        [:], optional: ["timeout": .text, "retry": .text, "circuitBreaker": .text])
    private static let bothWays: [String: Shape] = ["inbound": policyNames, "outbound": policyNames]
}
