internal import SidecarRules

extension SidecarCase {
    private static let late = "2999-01-01T00:00:00Z"

    static let jobs = [
        SidecarCase(
            "bad jobs are 400 with their codes",
            [
                SidecarStep(.post, "/v1.0/jobs/x-{tag}", "400 DAPR_SCHEDULER_SCHEDULE_EMPTY"),
                SidecarStep(.post, "/v1.0/jobs/x-{tag}", "{}", "400 DAPR_SCHEDULER_SCHEDULE_EMPTY").with {
                    $0.members = ["message": #""Schedule is empty""#]
                },
                SidecarStep(.post, "/v1.0/jobs/x-{tag}", "[{}]", "400 ERR_MALFORMED_REQUEST"),
                SidecarStep(.post, "/v1.0/jobs/x-{tag}", "{", "400 ERR_MALFORMED_REQUEST"),
                SidecarStep(
                    .post, "/v1.0/jobs/x-{tag}", #"{"schedule":"@daily","repeats":-1}"#, "400 ERR_MALFORMED_REQUEST"),
                SidecarStep(
                    .post, "/v1.0/jobs/x-{tag}", #"{"schedule":"@daily","name":"x"}"#, "400 DAPR_SCHEDULER_JOB_NAME"),
                SidecarStep(.post, "/v1.0/jobs/%20", #"{"schedule":"@daily"}"#, "400 DAPR_SCHEDULER_JOB_NAME_EMPTY"),
            ]),
        SidecarCase(
            "jobs that the scheduler refuses are 500: schedule, zone, a pause with a zone, a ttl without schedule",
            [
                SidecarStep(.post, "/v1.0/jobs/x-{tag}", #"{"schedule":"daily"}"#, "500 DAPR_SCHEDULER_SCHEDULE_JOB"),
                SidecarStep(
                    .post, "/v1.0/jobs/x-{tag}", #"{"schedule":"TZ=Mars/Base 0 0 0 * * *"}"#,
                    "500 DAPR_SCHEDULER_SCHEDULE_JOB"),
                SidecarStep(
                    .post, "/v1.0/jobs/x-{tag}", #"{"schedule":"TZ=Europe/Rome @every 1h"}"#,
                    "500 DAPR_SCHEDULER_SCHEDULE_JOB"),
                SidecarStep(
                    .post, "/v1.0/jobs/x-{tag}", #"{"dueTime":"1h","ttl":"2h"}"#, "500 DAPR_SCHEDULER_SCHEDULE_JOB"),
            ]),
        SidecarCase(
            "a job that exists is 409 and unchanged without overwrite, and replaced with it",
            [
                SidecarStep(.post, "/v1.0/jobs/y-{tag}", #"{"dueTime":"\#(late)","data":1}"#, "204"),
                SidecarStep(
                    .post, "/v1.0/jobs/y-{tag}", #"{"dueTime":"\#(late)","data":2}"#,
                    "409 DAPR_SCHEDULER_SCHEDULE_JOB"),
                SidecarStep(.get, "/v1.0/jobs/y-{tag}", "200").with { $0.members = ["data.value": "1"] },
                SidecarStep(
                    .post, "/v1.0/jobs/y-{tag}", #"{"dueTime":"\#(late)","data":3,"overwrite":true}"#, "204"),
                SidecarStep(.get, "/v1.0/jobs/y-{tag}", "200").with {
                    $0.members = ["data.value": "3"]
                },
                SidecarStep(.delete, "/v1.0/jobs/y-{tag}", "204"),
                SidecarStep(.get, "/v1.0/jobs/y-{tag}", "500 DAPR_SCHEDULER_GET_JOB"),
                SidecarStep(.delete, "/v1.0/jobs/y-{tag}", "204"),
            ]),
        SidecarCase(
            "data goes through floating point, and the alpha path is served too",
            [
                SidecarStep(
                    .post, "/v1.0-alpha1/jobs/z-{tag}", #"{"dueTime":"\#(late)","data":{"n":9007199254740993}}"#,
                    "204"),
                SidecarStep(.get, "/v1.0/jobs/z-{tag}", "200").with {
                    $0.members = ["data.value": #"{"n":9007199254740992}"#]
                },
                SidecarStep(.delete, "/v1.0-alpha1/jobs/z-{tag}", "204"),
            ]),
        SidecarCase(
            "there is no PUT for jobs and no list of them",
            [
                SidecarStep(.put, "/v1.0/jobs/x-{tag}", #"{"schedule":"@daily"}"#, "404 ERR_DIRECT_INVOKE"),
                SidecarStep(.get, "/v1.0/jobs", "404 ERR_DIRECT_INVOKE"),
            ]),
    ]
}
