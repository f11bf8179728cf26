internal import ServicePorts

/// One self-contained page of a run: nodes as rows, virtual time across; it needs no network.
public struct TimelinePage {
    /// The page as HTML text.
    public let html: String
    /// What is not on the page, in words; empty when all is.
    public let leftOut: String

    /// Trace entries that a page shows at most, the newest.
    public static let entryLimit = TimelineData.entryLimit

    /// The page of a traced run; throws `EncodingError` when the trace cannot be written as JSON.
    public init(_ report: SeedReport, of scenario: FullSystem) throws {
        let data = TimelineData(report, of: scenario)
        leftOut = data.leftOut
        let json = String(decoding: try JSONCodec.encode(data), as: UTF8.self)
        // No text of the run may end the element that holds it.
        let safe = json.split(separator: "<", omittingEmptySubsequences: false).joined(separator: "\\u003c")
        let script = [TimelinePage.reading, TimelinePage.drawing, TimelinePage.marks, TimelinePage.controls]
        html = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Seed \(report.seed)</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <style>\(TimelinePage.style)</style></head>
            <body>\(TimelinePage.markup)
            <script type="application/json" id="data">\(safe)</script>
            <script>(() => {\(script.joined(separator: "\n"))})();</script></body></html>

            """
    }
}
