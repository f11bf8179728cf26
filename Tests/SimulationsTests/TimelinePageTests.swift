import Foundation
import SimulationKit
import Testing
import TodoSimulations

@Suite("The timeline page")
struct TimelinePageTests {
    private func page(_ scenario: FullSystem) throws -> (html: String, report: SeedReport) {
        let report = scenario.run(seed: 3)
        return (try TimelinePage(report, of: scenario).html, report)
    }

    @Test("holds the whole run and needs nothing from elsewhere")
    func isSelfContained() throws {
        let scenario = FullSystem(
            days: 1, traceLevel: .events, bug: PlantedBug.named("successor-per-delivery"))
        let (html, report) = try page(scenario)
        let failure = try #require(report.failure)
        #expect(html.hasPrefix("<!doctype html>"))
        #expect(html.contains(failure.name))
        #expect(html.contains("--bug successor-per-delivery"))
        #expect(html.components(separatedBy: #""k":"#).count - 1 == report.trace.count)
        // Payloads speak of schemas by their addresses; what counts is what the page itself asks for.
        let parts = html.components(separatedBy: "</script>")
        let page = try #require(html.range(of: #"id="data">"#)).lowerBound
        let own = html[..<page] + parts.dropFirst().joined()
        for outside in ["http://", "https://", " src=", "@import", "url(", "fetch("] {
            #expect(!own.contains(outside), "the page asks for something outside: \(outside)")
        }
    }

    @Test("keeps text of the run from ending the element that holds it")
    func textIsHarmless() throws {
        let (html, _) = try page(FullSystem(users: 1, hours: 2, faults: .none, traceLevel: .events))
        #expect(html.components(separatedBy: "</script>").count - 1 == 2)
        #expect(html.contains("<script>"))
    }
}
