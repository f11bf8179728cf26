internal import SidecarRules

extension SidecarCase {
    static let publishing = [
        SidecarCase(
            "publishing answers 204, by POST and PUT, also for a topic with a slash",
            [
                SidecarStep(.post, "/v1.0/publish/bus/cases", "1", "204"),
                SidecarStep(.put, "/v1.0/publish/bus/cases", "1", "204"),
                SidecarStep(.post, "/v1.0/publish/bus/cases%2Fmore", "1", "204"),
            ]),
        SidecarCase(
            "publishing without a topic, or by GET, is an unknown route",
            [
                SidecarStep(.post, "/v1.0/publish/bus", "1", "404 ERR_DIRECT_INVOKE"),
                SidecarStep(.get, "/v1.0/publish/bus/cases", "404 ERR_DIRECT_INVOKE"),
            ]),
        SidecarCase(
            "publishing to an unknown component is 404 with a reason",
            [
                SidecarStep(.post, "/v1.0/publish/none/cases", "1", "404 ERR_PUBSUB_NOT_FOUND").with {
                    $0.reason = "DAPR_PUBSUB_NOT_FOUND"
                }
            ]),
        SidecarCase(
            "a rawPayload that is neither true nor false is 400",
            [
                SidecarStep(.post, "/v1.0/publish/bus/cases", "1", "400 ERR_PUBSUB_REQUEST_METADATA").with {
                    $0.query = ["metadata.rawPayload": "notabool"]
                }
            ]),
        SidecarCase(
            "a broken CloudEvent is 500; broken JSON of another type is taken",
            [
                SidecarStep(.post, "/v1.0/publish/bus/cases", "{", "500 ERR_PUBSUB_CLOUD_EVENTS_SER").with {
                    $0.headers = ["content-type": "application/cloudevents+json"]
                },
                SidecarStep(.post, "/v1.0/publish/bus/cases", "{", "204").with {
                    $0.headers = ["content-type": "application/json"]
                },
            ]),
    ]
}
