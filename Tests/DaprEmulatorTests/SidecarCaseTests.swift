import DaprEmulator
import Foundation
import SidecarCases
import SidecarRules
import Testing

@Suite("Emulator: the cases that hold for every sidecar")
struct SidecarCaseTests {
    @Test("over HTTP", arguments: SidecarCase.all)
    func holds(_ sidecarCase: SidecarCase) async throws {
        try await withPortableStage { stage in
            let tag = UUID().uuidString.lowercased()
            let failures = try await sidecarCase.failures(tag: tag) { request in try await stage.send(request) }
            #expect(failures == [])
        }
    }
}
