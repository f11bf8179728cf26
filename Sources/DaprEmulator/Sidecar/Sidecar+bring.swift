internal import NIOHTTP1
internal import SidecarRules

extension Sidecar {
    /// What the application sees as the parent span of what nobody traced.
    static let noTrace = "00-00000000000000000000000000000000-0000000000000000-00"

    /// Brings a job's trigger to the application; nil when the sidecar vanishes before the answer.
    func bring(_ name: String, _ data: [UInt8], _ caller: AppCaller, _ address: AppAddress) async -> SidecarJobVerdict?
    {
        let headers = headersToApp([
            ("content-type", "application/json"), ("traceparent", Sidecar.noTrace), ("tracestate", ""),
        ])
        return await withTaskGroup(of: SidecarJobVerdict?.self) { group in
            group.addTask {
                let path = SidecarJobVerdict.path(ofJobNamed: name)
                do {
                    let answer = try await caller.send("POST", to: address, path, headers: headers, body: data)
                    return SidecarJobVerdict(answer.sidecarResponse)
                } catch {
                    return Task.isCancelled ? nil : SidecarJobVerdict(nil)
                }
            }
            group.addTask {
                await self.killed.wait()
                return nil
            }
            let verdict = await group.next() ?? nil
            group.cancelAll()
            return verdict
        }
    }
}
