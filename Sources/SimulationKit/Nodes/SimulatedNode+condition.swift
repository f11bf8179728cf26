extension SimulatedNode {
    /// How far its clock is from the true time, drift included.
    var clockErrorMilliseconds: Int64 {
        guard clockDriftPartsPerMillion != 0 else { return clockOffsetMilliseconds }
        let elapsed = simulation.elapsedMicroseconds - driftsSince
        return clockOffsetMilliseconds + elapsed / 1_000 * clockDriftPartsPerMillion / 1_000_000
    }

    /// True while its sidecar refuses every call.
    var isSidecarStarting: Bool { sidecarReadyAt > simulation.elapsedMicroseconds }
}
