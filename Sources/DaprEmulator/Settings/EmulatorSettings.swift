public import Logging

/// What all sidecars of an emulator share.
public struct EmulatorSettings: Sendable {
    /// Pub/sub components.
    public var pubSubs: [PubSubComponent]
    /// State stores.
    public var stateStores: [StateComponent]
    /// Secret stores.
    public var secretStores: [SecretComponent]
    /// Partitions of every topic.
    public var partitionCount = 4
    /// Longest body of a request in bytes.
    public var bodyLimit = 4 << 20
    /// Longest head of a request in bytes; the real one has 4 KiB and as much again before it refuses.
    public var headLimit = 8 << 10
    /// False answers 404 at `/v1.0/jobs` as releases before 1.18 do; the alpha path is always there.
    public var hasStableJobs = true
    /// How long a request waits for a scheduler that is away.
    public var schedulerPatience: Duration = .seconds(30)
    /// Pause between the three further tries to reach an application that is called.
    public var invocationPause: Duration = .seconds(1)
    /// How often marked positions are committed.
    public var commitInterval: Duration = .seconds(1)
    /// File that keeps events, positions, state and jobs over restarts; nil keeps them in memory only.
    public var journalPath: String?
    /// Address that sidecars listen on.
    public var host = "127.0.0.1"
    /// Where sidecars tell what they do; silent unless set.
    public var logger = Logger(label: "dapr-emulator", factory: { _ in SwiftLogNoOpLogHandler() })

    /// Settings with those components.
    public init(
        pubSubs: [PubSubComponent] = [], stateStores: [StateComponent] = [], secretStores: [SecretComponent] = []
    ) {
        self.pubSubs = pubSubs
        self.stateStores = stateStores
        self.secretStores = secretStores
    }
}
