internal import Logging
internal import Metrics
internal import ServicePorts
internal import TodoServer

/// Keeps the public keys fresh: reads them from time to time, and soon when a token names one that is not known.
///
/// The last good keys stay while none can be read, so that an issuer's outage signs nobody out.
struct KeySetLoop {
    let reader: KeySetReader
    let issuer: TokenIssuer
    let tokens: AccessTokens
    let clock: any WallClock
    let interval: Duration
    /// Raised when a token names a key that is not known.
    let isUnknown: UnknownKeySignal

    /// However many unknown keys are named, keys are read no more often than this.
    private static let shortestPause: Duration = .seconds(10)
    private static let failures = Counter(label: "todo_key_set_reads_failed_total")

    /// Reads the keys once; throws what is wrong with them or with reading them.
    func load() async throws {
        let set = try await JSONWebKeySet(try await reader.read(), issuer: issuer)
        tokens.trust(set.keys)
        let logger = Logger(label: "key-set")
        logger.info("public keys", metadata: ["kids": "\(set.keys.compactMap(\.id).sorted())"])
        for reason in set.passedOver { logger.info("key passed over", metadata: ["reason": "\(reason)"]) }
    }

    /// Reads the keys again and again until cancelled; throws `CancellationError`.
    func run() async throws {
        while true {
            try await clock.sleep(for: KeySetLoop.shortestPause)
            await isUnknown.wait(atMost: interval - KeySetLoop.shortestPause, on: clock)
            try Task.checkCancellation()
            do {
                try await load()
            } catch let error as CancellationError {
                throw error
            } catch {
                KeySetLoop.failures.increment()
                Logger(label: "key-set").error(
                    "public keys cannot be read; those of before stay", metadata: ["error": "\(error)"])
            }
        }
    }
}
