internal import CivilTime
internal import NIOHTTP1
internal import SidecarRules

extension Subscriber {
    /// Brings the events of a partition in batches.
    func consumeBatches(_ claim: PartitionClaim) async {
        var offset = claim.offset
        while let batch = await nextBatch(claim, at: offset) {
            let settled = await bring(batch, claim)
            if settled > 0 { broker.mark(claim, offset + settled - 1) }
            offset += settled
            guard broker.holds(claim), !Task.isCancelled else { return }
        }
    }

    private func nextBatch(_ claim: PartitionClaim, at offset: Int) async -> [StoredEvent]? {
        let bulk = subscription.bulk ?? .init()
        guard let first = await broker.next(claim, at: offset) else { return nil }
        var batch = [first]
        let deadline = ContinuousClock.now + bulk.longestWait
        while batch.count < bulk.maximumCount,
            let event = await broker.next(claim, at: offset + batch.count, by: deadline)
        {
            batch.append(event)
        }
        return batch
    }

    /// Brings a batch until it is settled, or the claim ends; how many events from its beginning are settled.
    private func bring(_ batch: [StoredEvent], _ claim: PartitionClaim) async -> Int {
        let began = ContinuousClock.now
        var failures = 0
        var open = Array(batch.indices)
        while broker.holds(claim), !Task.isCancelled {
            let verdicts = await verdicts(on: open.map { (String($0), batch[$0]) })
            if Task.isCancelled { return 0 }
            var failed: [Int] = []
            for (index, verdict) in zip(open, verdicts) {
                switch verdict {
                case .acknowledged: break
                case .dropped(let reason): if reason != SidecarBulkDelivery.unknownPath { await bury(batch[index]) }
                case .retry: failed.append(index)
                }
            }
            if failed.isEmpty { return batch.count }
            failures += 1
            switch rules.step(after: .retry(reason: ""), failures: failures, elapsed: .now - began) {
            case .again(let bounds):
                open = failed
                await sleep(
                    .milliseconds(
                        Int64.random(in: bounds.lowerBound.wholeMilliseconds...bounds.upperBound.wholeMilliseconds)))
            case .deadLetter, .acknowledge:
                for index in failed { await bury(batch[index]) }
                return batch.count
            case .redeliver(let pause, _):
                // What comes before the first failure is settled, everything after it comes again.
                let settled = failed.min() ?? 0
                await sleep(pause)
                return settled
            }
        }
        return 0
    }

    private func verdicts(on entries: [(id: String, event: StoredEvent)]) async -> [SidecarDelivery.Verdict] {
        let bodies = entries.map { entry in
            SidecarBulkDelivery.Entry(
                entryID: entry.id, event: envelope(of: entry.event).0,
                metadata: Dictionary(metadata(of: entry.event)) { $1 }.merging(entry.event.headers) { own, _ in own })
        }
        let bulk = SidecarBulkDelivery(
            id: core.identifier(), topic: subscription.topic, component: subscription.component, entries: bodies)
        guard let path = subscription.defaultPath ?? subscription.rules.first?.path else {
            return entries.map { _ in .dropped(reason: "no rule picks the event") }
        }
        let headers = sidecar.headersToApp([
            ("content-type", "application/json"), ("pubsubname", subscription.component),
        ])
        let answer = try? await caller.send("POST", to: address, path, headers: headers, body: bulk.body)
        return bulk.verdicts(on: answer?.sidecarResponse)
    }
}
