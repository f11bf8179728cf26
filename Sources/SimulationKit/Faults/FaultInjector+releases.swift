extension FaultInjector {
    /// Plans the next release of reference data, if the profile has any.
    func planRelease() {
        let mean = profile.releaseIntervalMicroseconds
        guard mean > 0 else { return }
        let pause = exponential(mean: mean, .referenceData)
        planned.append(
            simulation.plan("a release of reference data", after: pause) { [self] in
                release()
                planRelease()
            })
    }

    /// Makes new data, which every node has by the drawn time at the latest.
    private func release() {
        simulation.releaseReferenceData()
        let number = simulation.newestReferenceDataRelease
        for node in simulation.nodes {
            let lag = self.number(upTo: profile.releaseLagMaximumMicroseconds, .referenceData)
            planned.append(simulation.plan("reference data to arrive", after: lag) { node.adopt(release: number) })
        }
    }
}

extension SimulatedNode {
    /// Has that release of reference data from now on, unless it has a newer one.
    func adopt(release: Int) {
        guard release > referenceDataRelease else { return }
        referenceDataRelease = release
        simulation.traceEvent("reference data", environment, "\(name) has release \(release)")
    }
}
