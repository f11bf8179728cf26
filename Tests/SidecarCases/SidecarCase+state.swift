internal import SidecarRules

extension SidecarCase {
    private static let store = "/v1.0/state/state"

    static let state = [
        SidecarCase(
            "a missing key reads as 204, and deleting it is 204",
            [
                SidecarStep(.get, "\(store)/none-{tag}", "204"), SidecarStep(.delete, "\(store)/none-{tag}", "204"),
            ]),
        SidecarCase(
            "what was saved is read as JSON",
            [
                SidecarStep(.post, store, #"[{"key":"a-{tag}","value":{"n":[1,"x"]}}]"#, "204"),
                SidecarStep(.get, "\(store)/a-{tag}", "200").with {
                    $0.json = #"{"n":[1,"x"]}"#
                    $0.answered = ["content-type": "application/json"]
                },
                SidecarStep(.post, store, "[]", "204"),
            ]),
        SidecarCase(
            "a wrong etag is 409 on saving and deleting, the right one and an empty one are not",
            [
                SidecarStep(.post, store, #"[{"key":"b-{tag}","value":1}]"#, "204"),
                SidecarStep(.get, "\(store)/b-{tag}", "200"),
                SidecarStep(.post, store, #"[{"key":"b-{tag}","value":2,"etag":"99999999"}]"#, "409 ERR_STATE_SAVE"),
                SidecarStep(.delete, "\(store)/b-{tag}", "409 ERR_STATE_DELETE").with {
                    $0.headers = ["if-match": "99999999"]
                },
                SidecarStep(.post, store, #"[{"key":"b-{tag}","value":2,"etag":"{etag}"}]"#, "204"),
                SidecarStep(.post, store, #"[{"key":"b-{tag}","value":3,"etag":""}]"#, "204"),
                SidecarStep(.get, "\(store)/b-{tag}", "200").with { $0.json = "3" },
                SidecarStep(.delete, "\(store)/b-{tag}", "204").with { $0.headers = ["if-match": "{etag}"] },
                SidecarStep(.get, "\(store)/b-{tag}", "204"),
            ]),
        SidecarCase(
            "saving several items is not atomic",
            [
                SidecarStep(
                    .post, store, #"[{"key":"c-{tag}","value":1,"etag":"99999999"},{"key":"d-{tag}","value":1}]"#,
                    "409 ERR_STATE_SAVE"),
                SidecarStep(.get, "\(store)/c-{tag}", "204"), SidecarStep(.get, "\(store)/d-{tag}", "200"),
            ]),
        SidecarCase(
            "whole numbers beyond 2^53 are damaged",
            [
                SidecarStep(.post, store, #"[{"key":"e-{tag}","value":9007199254740993}]"#, "204"),
                SidecarStep(.get, "\(store)/e-{tag}", "200").with { $0.json = "9007199254740992" },
            ]),
        SidecarCase(
            "400: no array, a key with the separator, metadata that is no string, an unknown store",
            [
                SidecarStep(.post, store, #"{"key":"f"}"#, "400 ERR_MALFORMED_REQUEST"),
                SidecarStep(.post, store, "[", "400 ERR_MALFORMED_REQUEST"),
                SidecarStep(.post, store, #"[{"key":"f||g","value":1}]"#, "400 ERR_MALFORMED_REQUEST").with {
                    $0.reason = "DAPR_STATE_ILLEGAL_KEY"
                },
                SidecarStep(
                    .post, store, #"[{"key":"f","value":1,"metadata":{"ttlInSeconds":60}}]"#,
                    "400 ERR_MALFORMED_REQUEST"),
                SidecarStep(.post, "/v1.0/state/none", "[]", "400 ERR_STATE_STORE_NOT_FOUND"),
                SidecarStep(.get, "/v1.0/state/none/a", "400 ERR_STATE_STORE_NOT_FOUND"),
            ]),
        SidecarCase(
            "several keys are read at once, a missing one as its name alone",
            [
                SidecarStep(.post, store, #"[{"key":"h-{tag}","value":1}]"#, "204"),
                SidecarStep(.get, "\(store)/h-{tag}", "200"),
                SidecarStep(.post, "\(store)/bulk", #"{"keys":["h-{tag}"]}"#, "200").with {
                    $0.json = #"[{"key":"h-{tag}","data":1,"etag":"{etag}"}]"#
                },
                SidecarStep(.post, "\(store)/bulk", #"{"keys":["none-{tag}"]}"#, "200").with {
                    $0.json = #"[{"key":"none-{tag}"}]"#
                },
                SidecarStep(.post, "\(store)/bulk", "{}", "400 ERR_MALFORMED_REQUEST"),
            ]),
    ]

    static let transactions = [
        SidecarCase(
            "a transaction writes all or nothing, and tells a wrong etag as 500",
            [
                SidecarStep(
                    .post, "\(store)/transaction",
                    #"{"operations":[{"operation":"upsert","request":{"key":"t-{tag}","value":1}}]}"#, "204"),
                SidecarStep(
                    .post, "\(store)/transaction",
                    #"{"operations":[{"operation":"upsert","request":{"key":"u-{tag}","value":1}},"#
                        + #"{"operation":"upsert","request":{"key":"t-{tag}","value":2,"etag":"99999999"}}]}"#,
                    "500 ERR_STATE_TRANSACTION"),
                SidecarStep(.get, "\(store)/u-{tag}", "204"),
                SidecarStep(.get, "\(store)/t-{tag}", "200").with { $0.json = "1" },
                SidecarStep(
                    .post, "\(store)/transaction",
                    #"{"operations":[{"operation":"delete","request":{"key":"t-{tag}"}}]}"#, "204"),
                SidecarStep(.get, "\(store)/t-{tag}", "204"),
            ]),
        SidecarCase(
            "a transaction without operations is 204, one of an unknown kind 400",
            [
                SidecarStep(.post, "\(store)/transaction", #"{"operations":[]}"#, "204"),
                SidecarStep(
                    .post, "\(store)/transaction", #"{"operations":[{"operation":"move","request":{"key":"k"}}]}"#,
                    "400 ERR_NOT_SUPPORTED_STATE_OPERATION"),
            ]),
    ]
}
