import Foundation

/// A timeline page in a browser, with hands on mouse and keys.
struct BrowserPage {
    let browser: Chromium

    /// What the page says of itself after its next picture.
    struct State: Decodable {
        struct Hit: Decodable {
            let x: Double
            let y: Double
            let kind: String
            let row: String
            let user: String
            let task: String
        }

        let marks: Int
        let arrows: Int
        let bands: Int
        let from: Double
        let to: Double
        let even: Bool
        let events: Int
        let shown: Int
        let rows: [String]
        let users: [String]
        let hits: [Hit]
    }

    func open(_ file: URL, view: String = "") throws {
        try browser.send("Page.navigate", ["url": file.absoluteString + view])
        try browser.wait(for: "Page.loadEventFired")
    }

    /// Evaluates a script, a promise to its end, and returns its text.
    func text(_ script: String) throws -> String {
        let answer = try browser.send(
            "Runtime.evaluate", ["expression": script, "awaitPromise": true, "returnByValue": true])
        let result = answer["result"] as? [String: Any]
        return result?["value"] as? String ?? "\(result?["value"] ?? answer)"
    }

    func state() throws -> State {
        let picture = "new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))"
        let json = try text("\(picture).then(() => JSON.stringify(timeline()))")
        return try JSONDecoder().decode(State.self, from: Data(json.utf8))
    }

    /// The picture itself, as text.
    func picture() throws -> String {
        _ = try state()
        return try text("document.querySelector('canvas').toDataURL()")
    }

    /// The middle of an element, in the window.
    private func middle(of selector: String) throws -> (x: Double, y: Double) {
        let script =
            "(() => { const b = document.querySelector('\(selector)').getBoundingClientRect();"
            + " return `${b.x + b.width / 2} ${b.y + b.height / 2}` })()"
        let numbers = try text(script).split(separator: " ").compactMap { Double($0) }
        guard numbers.count == 2 else { throw Chromium.Trouble(description: "there is no \(selector)") }
        return (numbers[0], numbers[1])
    }

    func click(_ selector: String) throws {
        let place = try middle(of: selector)
        for type in ["mousePressed", "mouseReleased"] {
            try mouse(type, place, ["button": "left", "clickCount": 1])
        }
    }

    func type(_ text: String, into selector: String) throws {
        try click(selector)
        try evaluate("document.querySelector('\(selector)').select()")
        try browser.send("Input.insertText", ["text": text])
    }

    /// Turns the wheel over the middle of the picture; negative zooms in.
    func wheel(_ delta: Double) throws {
        try mouse("mouseWheel", try middle(of: "canvas"), ["deltaX": 0, "deltaY": delta])
    }

    /// Moves the mouse over a place of the picture.
    func hover(x: Double, y: Double) throws {
        let edge = try text(
            "(() => { const b = document.querySelector('canvas').getBoundingClientRect();"
                + " return `${b.x} ${b.y}` })()"
        ).split(separator: " ").compactMap { Double($0) }
        try mouse("mouseMoved", (edge[0] + x, edge[1] + y), [:])
    }

    /// Evaluates a script for what it does.
    func evaluate(_ script: String) throws {
        _ = try text(script)
    }

    private func mouse(_ type: String, _ place: (x: Double, y: Double), _ more: [String: Any]) throws {
        let parameters: [String: Any] = ["type": type, "x": place.x, "y": place.y]
        try browser.send("Input.dispatchMouseEvent", parameters.merging(more) { $1 })
    }
}
