internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import SidecarRules

extension Sidecar {
    /// Waits for the application, asks it once what it wants, and brings it that while it is well.
    ///
    /// Returns when the sidecar stops.
    func accompany(_ caller: AppCaller) async {
        status.isOutboundReady = true
        defer { status.takesCalls = false }
        guard let address = appAddress else {
            status.isReady = true
            return await stopping.wait()
        }
        await withTaskGroup { group in
            group.addTask {
                await self.waitUntilListening(address)
                await self.waitUntilHealthy(caller, address)
                guard !Task.isCancelled else { return }
                await self.askApplication(caller, address)
                while !Task.isCancelled, !self.stopping.isOpen {
                    await self.serveApplication(caller, address)
                    guard !self.stopping.isOpen else { return }
                    await self.waitUntilHealthy(caller, address)
                }
            }
            group.addTask {
                // What waits for the application ends at once; what it has in hand gets its time.
                await self.stopping.wait()
                try? await Task.sleep(for: Sidecar.gracePeriod)
            }
            await group.next()
            group.cancelAll()
        }
    }

    private func waitUntilListening(_ address: AppAddress) async {
        while !Task.isCancelled, !stopping.isOpen {
            let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            let channel = try? await bootstrap.connect(host: address.host, port: address.port).get()
            if let channel {
                try? await channel.close()
                return
            }
            try? await Task.sleep(for: .milliseconds(100))
        }
    }

    // MARK: Health

    private func waitUntilHealthy(_ caller: AppCaller, _ address: AppAddress) async {
        guard let check = description.healthCheck else { return }
        while !Task.isCancelled, !stopping.isOpen {
            if await isHealthy(caller, address, check) { return }
            try? await Task.sleep(for: check.interval)
        }
    }

    private func waitUntilUnhealthy(_ caller: AppCaller, _ address: AppAddress) async {
        guard let check = description.healthCheck else { return await stopping.wait() }
        var failures = 0
        while !Task.isCancelled, failures < check.threshold {
            try? await Task.sleep(for: check.interval)
            failures = await isHealthy(caller, address, check) ? 0 : failures + 1
        }
    }

    /// The request carries no token.
    private func isHealthy(
        _ caller: AppCaller, _ address: AppAddress, _ check: SidecarDescription.HealthCheck
    ) async -> Bool {
        let answer = try? await caller.send("GET", to: address, check.path, within: check.timeout)
        return answer.map { (200..<300).contains($0.status) } ?? false
    }

    // MARK: Start

    private func askApplication(_ caller: AppCaller, _ address: AppAddress) async {
        let headers = headersToApp([("dapr-app-id", description.appID)])
        if !description.disabledInitEndpoints.contains("config") {
            _ = try? await caller.send("GET", to: address, "/dapr/config", headers: headers)
        }
        var wanted: [SidecarSubscription] = []
        if !description.disabledInitEndpoints.contains("subscribe"),
            core.settings.pubSubs.contains(where: { isScoped($0.appIDs) })
        {
            wanted = await askForSubscriptions(caller, address, headers)
        }
        let declared = description.declaredSubscriptions.filter { declared in
            !wanted.contains { $0.component == declared.component && $0.topic == declared.topic }
        }
        status.subscriptions = (wanted + declared).filter { subscription in
            pubSub(subscription.component)?.scopes.maySubscribe(description.appID, to: subscription.topic) ?? false
        }
    }

    /// Only a broken connection is tried again.
    private func askForSubscriptions(
        _ caller: AppCaller, _ address: AppAddress, _ headers: HTTPHeaders
    ) async -> [SidecarSubscription] {
        var pause: Duration = .milliseconds(500)
        for _ in 0...3 {
            if let answer = try? await caller.send("GET", to: address, SidecarSubscription.path, headers: headers) {
                return SidecarSubscription.read(answer.sidecarResponse)
            }
            try? await Task.sleep(for: pause)
            pause = pause * 3 / 2
        }
        return []
    }

    // MARK: Service

    /// Brings events, triggers and calls until the application is unhealthy or the sidecar stops.
    private func serveApplication(_ caller: AppCaller, _ address: AppAddress) async {
        status.takesCalls = true
        let number = core.jobs.connect(description.appID) { [weak self] name, data in
            await self?.bring(name, data, caller, address)
        }
        let closing = Gate()
        await withTaskGroup { group in
            for subscription in status.subscriptions {
                guard let component = pubSub(subscription.component) else { continue }
                let subscriber = Subscriber(
                    sidecar: self, subscription: subscription, component: component, caller: caller, address: address,
                    closing: closing)
                group.addTask { await subscriber.run() }
            }
            status.isReady = true
            core.settings.logger.info(
                "ready", metadata: ["app": "\(description.appID)", "subscriptions": "\(status.subscriptions.count)"])
            await withTaskGroup { ends in
                ends.addTask { await self.waitUntilUnhealthy(caller, address) }
                ends.addTask { await self.stopping.wait() }
                await ends.next()
                ends.cancelAll()
            }
            status.takesCalls = false
            core.jobs.disconnect(description.appID, number)
            closing.open()
        }
    }
}
