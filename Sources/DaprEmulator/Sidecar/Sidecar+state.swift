internal import SidecarRules

extension Sidecar {
    /// Reads or writes state; what was written is on disk before the answer.
    func handleState(_ request: SidecarRequest) async throws(SidecarError) -> SidecarResponse {
        let stores = core.settings.stateStores.filter { isScoped($0.appIDs) }
        let name = request.segments[2]
        let component = stores.first { $0.name == name }
        var rules = SidecarState(
            appID: description.appID, stores: Set(stores.map(\.name)),
            insertConflict: component?.insertConflict ?? .conflict)
        rules.hasNumericETags = component?.hasNumericETags ?? false
        if core.faults.isStateDown { throw SidecarState.unavailable(request, "failed to connect to the store") }
        let fault = SidecarState.Operation(request).writes ? core.faults.writeFault() : nil
        if fault == .refused { throw SidecarState.unavailable(request, "failed to connect to the store") }
        let response = rules.answer(request, on: core.states.table(of: name))
        await core.journal?.flush()
        if fault != nil, response.isSuccess { throw SidecarState.unavailable(request, "unexpected EOF") }
        return response
    }
}
