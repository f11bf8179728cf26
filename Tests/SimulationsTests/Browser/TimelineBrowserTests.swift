import Foundation
import SimulationKit
import Testing
import TodoSimulations

@Suite("The timeline page in a browser", .serialized)
struct TimelineBrowserTests {
    /// Opens the page of a scenario from a file, and looks at what it complained of or asked for when all is done.
    private func withPage(
        _ scenario: FullSystem, seed: UInt64, view: String = "", _ body: (BrowserPage, SeedReport) throws -> Void
    ) throws {
        var scenario = scenario
        scenario.traceLevel = .events
        scenario.traceCapacity = TimelinePage.entryLimit
        let report = scenario.run(seed: seed)
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("page-\(UUID().uuidString).html")
        try Data(TimelinePage(report, of: scenario).html.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let browser = try Chromium(width: 1_600, height: 1_000)
        defer { browser.close() }
        let page = BrowserPage(browser: browser)
        try page.open(file, view: view)
        try body(page, report)
        let complaints = browser.events.filter {
            ["Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded"].contains($0.method)
        }
        #expect(complaints.isEmpty, "\(complaints)")
        let requests = browser.events.filter { $0.method == "Network.requestWillBeSent" }
            .compactMap { ($0.parameters["request"] as? [String: Any])?["url"] as? String }
        #expect(requests.allSatisfy { $0.hasPrefix("file:") && $0.contains(file.lastPathComponent) }, "\(requests)")
        #expect(!requests.isEmpty, "not even the page itself was noticed")
    }

    @Test("shows the whole run, and by user, by task and by search what belongs to each")
    func filters() throws {
        try withPage(FullSystem(days: 1), seed: 1) { page, report in
            let whole = try page.state()
            #expect(whole.events == report.trace.count)
            #expect(whole.shown == whole.events)
            #expect(whole.arrows > 20)
            #expect(whole.users.count >= 3)
            #expect(whole.rows.contains("backend-1") && whole.rows.contains("user-1"))
            let before = try page.picture()

            try page.evaluate("user.value = 'user-2'; user.dispatchEvent(new Event('input'))")
            let ofUser = try page.state()
            #expect(ofUser.users == ["user-2"])
            #expect((1..<whole.shown).contains(ofUser.shown))
            #expect(ofUser.hits.allSatisfy { $0.user == "user-2" })
            #expect(try page.picture() != before)

            let task = try #require(ofUser.hits.first { !$0.task.isEmpty }).task
            try page.type(task, into: "#task")
            let ofTask = try page.state()
            #expect((1..<ofUser.shown).contains(ofTask.shown))
            #expect(ofTask.hits.allSatisfy { $0.task == task })

            try page.evaluate("task.value = ''; user.value = ''; task.dispatchEvent(new Event('input'))")
            try page.type("spawn-occurrence", into: "#search")
            let found = try page.state()
            let expected = report.trace.filter { ($0.text + $0.payload).contains("spawn-occurrence") }.count
            #expect(found.shown == expected)
            #expect(found.hits.allSatisfy { $0.kind == "invoke" })
        }
    }

    @Test("zooms by wheel, button and key, goes back to the whole, and changes its scale")
    func zooms() throws {
        try withPage(FullSystem(days: 1), seed: 1) { page, _ in
            let whole = try page.state()
            let before = try page.picture()
            try page.wheel(-800)
            let closer = try page.state()
            #expect(closer.to - closer.from < (whole.to - whole.from) / 2)
            #expect(closer.marks < whole.marks)
            #expect(try page.picture() != before)
            try page.click("#in")
            let closest = try page.state()
            #expect(closest.to - closest.from < closer.to - closer.from)
            try page.click("#fit")
            let again = try page.state()
            #expect(again.from == whole.from && again.to == whole.to)
            #expect(again.marks == whole.marks)
            try page.click("#mode")
            #expect(try !page.state().even)
        }
    }

    @Test("shows a message's payload under the mouse, hides kinds, and goes to the failure")
    func showsFailure() throws {
        let bug = PlantedBug.named("successor-per-delivery")
        try withPage(FullSystem(days: 1, faults: .none, bug: bug), seed: 1) { page, report in
            #expect(report.failure?.name == "one successor")
            #expect(try page.text("verdict.textContent").contains("one successor"))
            let whole = try page.state()
            let delivery = try #require(whole.hits.last { $0.kind == "deliver" })
            try page.hover(x: delivery.x, y: delivery.y)
            _ = try page.state()
            #expect(try page.text("tip.innerText").contains("deliver"))
            #expect(try page.text("tip.querySelector('pre')?.textContent ?? ''").contains("user_id"))
            try page.click("#broken")
            let end = try page.state()
            #expect(end.from > whole.from && end.to > end.from)
            try page.click("#fit")
            try page.click("#legend button:nth-child(4)")
            let without = try page.state()
            #expect(!without.hits.contains { $0.kind == "deliver" })
            #expect(without.hits.contains { $0.kind == "publish" })
        }
    }

    @Test("opens the view that its address names")
    func hasLinks() throws {
        try withPage(FullSystem(days: 1), seed: 1, view: "#user=user-3&search=publish&from=10&to=200") { page, _ in
            let state = try page.state()
            #expect(state.users == ["user-3"])
            #expect(state.hits.allSatisfy { $0.kind == "publish" || $0.kind == "fault" })
            #expect(state.from == 10 && state.to == 200)
            #expect(try page.text("user.value") == "user-3")
        }
    }

    @Test("stays whole with twenty thousand events, and says what it does not draw")
    func isBounded() throws {
        try withPage(FullSystem(users: 6, days: 6), seed: 2) { page, report in
            #expect(report.trace.count > 20_000)
            let state = try page.state()
            #expect(state.events == report.trace.count)
            #expect((1...3_000).contains(state.arrows))
            #expect(try page.text("count.textContent").contains("too many to draw"))
            try page.wheel(-4_000)
            #expect(try page.state().marks < state.marks)
        }
    }
}
