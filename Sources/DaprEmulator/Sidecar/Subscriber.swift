internal import CivilTime
internal import Logging
internal import NIOHTTP1
internal import SidecarRules

/// One subscription of one sidecar: a member of the component's consumer group.
struct Subscriber: Sendable {
    let sidecar: Sidecar
    let subscription: SidecarSubscription
    let component: PubSubComponent
    let caller: AppCaller
    let address: AppAddress
    /// Open once no further event is to be begun.
    let closing: Gate

    var core: EmulatorCore { sidecar.core }
    var broker: Broker { core.broker }

    var rules: SidecarDelivery {
        SidecarDelivery(
            hasDeadLetterTopic: subscription.deadLetterTopic != nil, inbound: component.inbound,
            componentPause: component.redeliveryPause)
    }

    /// The group that the component's setting names.
    var key: GroupKey {
        var group = component.consumerGroup ?? "{appID}"
        let names = [
            ("{appID}", sidecar.description.appID), ("{uuid}", sidecar.podID),
            ("{podName}", sidecar.description.podName ?? sidecar.description.appID),
        ]
        for (name, value) in names {
            group = group.split(separator: name, omittingEmptySubsequences: false).joined(separator: value)
        }
        return GroupKey(group: group, topic: subscription.topic)
    }

    /// Brings events until the subscription closes; then what is in hand gets its time, unless the sidecar is killed.
    func run() async {
        let key = key
        let (member, claims) = broker.join(key, beginsAtOldest: component.beginsAtOldest)
        await withTaskGroup { group in
            group.addTask {
                await withDiscardingTaskGroup { inner in
                    for await claim in claims { inner.addTask { await consume(claim) } }
                }
            }
            group.addTask {
                await closing.wait()
                broker.drain(key, member)
                try? await Task.sleep(for: Sidecar.gracePeriod)
            }
            await group.next()
            group.cancelAll()
        }
        broker.leave(key, member, vanishes: sidecar.killed.isOpen)
    }

    private func consume(_ claim: PartitionClaim) async {
        if subscription.bulk != nil { return await consumeBatches(claim) }
        var offset = claim.offset
        while let event = await broker.next(claim, at: offset) {
            guard await settle(event, claim) else { return }
            broker.mark(claim, offset)
            offset += 1
        }
    }

    /// Brings one event until it is settled; false when it is not and the claim or the sidecar ends.
    private func settle(_ event: StoredEvent, _ claim: PartitionClaim) async -> Bool {
        switch core.faults.deliveryFault(subscription.topic) {
        case nil: return await settleOnce(event, claim)
        case .again:
            let isSettled = await settleOnce(event, claim)
            return isSettled ? await settleOnce(event, claim) : false
        case .twiceAtOnce:
            let others = core.replicas(of: sidecar.description.appID).filter { $0 !== sidecar }
            let other = others.first?.appAddress ?? address
            async let second = verdict(on: event, at: other)
            let isSettled = await settleOnce(event, claim)
            _ = await second
            return isSettled
        }
    }

    private func settleOnce(_ event: StoredEvent, _ claim: PartitionClaim) async -> Bool {
        let began = ContinuousClock.now
        var failures = 0
        while broker.holds(claim), !Task.isCancelled {
            let verdict = await verdict(on: event, at: address)
            if Task.isCancelled { return false }
            if verdict != .acknowledged {
                failures += 1
                core.settings.logger.info(
                    "not handled", metadata: ["topic": "\(subscription.topic)", "verdict": "\(verdict)"])
            }
            let pause: Duration
            switch rules.step(after: verdict, failures: failures, elapsed: .now - began) {
            case .acknowledge: return true
            case .deadLetter:
                await bury(event)
                return true
            case .again(let bounds):
                pause = .milliseconds(
                    Int64.random(in: bounds.lowerBound.wholeMilliseconds...bounds.upperBound.wholeMilliseconds))
            case .redeliver(let after, _): pause = after
            }
            await sleep(pause)
        }
        return false
    }

    /// Sleeps, but not beyond the closing of the subscription.
    func sleep(_ pause: Duration) async {
        await withTaskGroup { group in
            group.addTask { try? await Task.sleep(for: pause) }
            group.addTask { await closing.wait() }
            await group.next()
            group.cancelAll()
        }
    }

    /// The dead letter is the event as it was stored.
    func bury(_ event: StoredEvent) async {
        guard let topic = subscription.deadLetterTopic else { return }
        broker.append(to: topic, key: event.key, bytes: event.bytes, headers: event.headers)
        await core.journal?.flush()
    }
}
