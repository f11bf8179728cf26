internal import ServicePorts
internal import SidecarRules
internal import SimulationKit

/// Mistakes in how an application speaks to its sidecar; all of them have been made.
extension PlantedBug {
    static let sidecarBugs: [PlantedBug] = [
        .envelopeNotUnwrapped, .envelopeDoubled, .publishSuccessTestWrong, .unknownAcknowledgementStatus,
        .jobCallbackRouteWrong, .timeToLiveBeforeDueTime, .subscriptionEndpointUnderAPrefix,
        .standardJobFailurePolicy, .noInboundRetryPolicy,
    ]

    /// What breaks when events do not reach their consumers.
    private static let undelivered: Set<InvariantName> = [
        .liveness, .noLostChange, .auditIsWhole, .convergence, .oneSuccessor, .reminderTruth,
    ]

    private static func wiring(_ change: (inout SidecarWiring) -> Void) -> SystemParts {
        var parts = SystemParts()
        parts.wiring = .sidecar
        // It would make up for lost jobs and events.
        parts.sweepsReminders = false
        change(&parts.sidecar)
        return parts
    }

    /// The payload is sought beside the attributes of the event instead of in `data`.
    static let envelopeNotUnwrapped = PlantedBug(
        "envelope-not-unwrapped", "consumers read the payload's fields from the envelope", breaks: undelivered,
        wiring { wiring in
            wiring.tap.received = { request in
                guard request.path.hasPrefix("/events/"), let event = SidecarJSON(request.body)?.members else { return }
                request.body = SidecarJSON.object(event.merging(["data": .object(event)]) { $1 }).bytes
            }
        })

    /// The sidecar wraps what is wrapped already.
    static let envelopeDoubled = PlantedBug(
        "envelope-doubled", "an event in its envelope is published as plain JSON and wrapped again",
        breaks: undelivered,
        wiring { wiring in
            wiring.tap.sent = { request in
                guard request.path.hasPrefix("/v1.0/publish/") else { return }
                request.headers["content-type"] = "application/json"
            }
        })

    /// Only 200 counts, but the sidecar answers 204: the outbox never empties.
    static let publishSuccessTestWrong = PlantedBug(
        "publish-success-test-wrong", "publishing a reminder counts as failed unless it is answered 200",
        breaks: undelivered,
        {
            var parts = wiring { wiring in
                wiring.tap.answered = { request, response in
                    guard request.path == "/v1.0/publish/bus/reminders" else { return }
                    if response.status != 200 { response.status = 500 }
                }
            }
            // The relay tries for ever, which costs much and shows nothing new.
            parts.hours = 6
            return parts
        }())

    /// The sidecar knows `SUCCESS` and takes `success` for a retry.
    static let unknownAcknowledgementStatus = PlantedBug(
        "unknown-acknowledgement-status", "consumers acknowledge with 'success' in small letters", breaks: undelivered,
        wiring { wiring in
            wiring.tap.replied = { request, response in
                guard request.path.hasPrefix("/events/"), SidecarJSON(response.body)?["status"] == .string("SUCCESS")
                else { return }
                response.body = SidecarJSON.object(["status": .string("success")]).bytes
            }
        })

    /// The sidecar calls `/job/<name>`, and takes 404 for done.
    static let jobCallbackRouteWrong = PlantedBug(
        "job-callback-route-wrong", "jobs are served at /jobs/<name>, so that each callback is answered 404",
        breaks: [.reminderTruth, .liveness],
        wiring { wiring in
            wiring.tap.received = { request in
                if request.path.hasPrefix("/job/") { request.path = "/not-served" + request.path }
            }
        })

    /// A job that ends before it is due is refused.
    static let timeToLiveBeforeDueTime = PlantedBug(
        "ttl-before-due-time", "every job lives for an hour from its making", breaks: undelivered,
        wiring { wiring in
            wiring.tap.sent = { request in
                guard request.method == .post, request.path.hasPrefix("/v1.0/jobs/"),
                    let job = SidecarJSON(request.body)?.members
                else { return }
                request.body = SidecarJSON.object(job.merging(["ttl": .string("1h")]) { $1 }).bytes
            }
        })

    /// The sidecar asks at `/dapr/subscribe` and nowhere else.
    static let subscriptionEndpointUnderAPrefix = PlantedBug(
        "subscription-endpoint-under-a-prefix", "subscriptions are told at /events/dapr/subscribe", breaks: undelivered,
        wiring { wiring in
            wiring.tap.received = { request in
                if request.path == SidecarSubscription.path { request.path = "/not-served" + request.path }
            }
        })

    /// The scheduler gives a run up after three retries.
    static let standardJobFailurePolicy = PlantedBug(
        "standard-job-failure-policy", "reminder jobs have the standard policy, which gives up after three retries",
        breaks: [.reminderTruth, .liveness],
        wiring { wiring in
            wiring.tap.sent = { request in
                guard request.method == .post, request.path.hasPrefix("/v1.0/jobs/"),
                    let job = SidecarJSON(request.body)?.members
                else { return }
                request.body = SidecarJSON.object(job.filter { $0.key != "failurePolicy" }).bytes
            }
        })

    /// A dead-letter topic alone takes every event whose first delivery fails.
    static let noInboundRetryPolicy = PlantedBug(
        "no-inbound-retry-policy", "subscriptions have a dead-letter topic but no retry policy", breaks: undelivered,
        wiring { $0.inbound = nil })
}
