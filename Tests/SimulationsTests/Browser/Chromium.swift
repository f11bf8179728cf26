import Foundation

/// A real browser without a window, driven over its debugging pipe: JSON messages with a zero byte behind each.
final class Chromium {
    struct Trouble: Error, CustomStringConvertible {
        let description: String
    }

    private let process = Process()
    private let folder: URL
    private let toBrowser: FileHandle
    private let fromBrowser: FileHandle
    private var received = Data()
    private var lastCommand = 0
    private var session: String?
    /// Every event that the browser told of, in order.
    private(set) var events: [(method: String, parameters: [String: Any])] = []

    private static let names = ["chromium", "chromium-browser", "google-chrome"]

    private static func program() throws -> String {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
        let paths = folders.flatMap { folder in names.map { "\(folder)/\($0)" } }
        guard let found = paths.first(where: FileManager.default.isExecutableFile) else {
            throw Trouble(description: "no chromium on the PATH; 'make deps' installs it")
        }
        return found
    }

    /// Starts the browser with one empty page of that size.
    init(width: Int, height: Int) throws {
        let program = try Chromium.program()
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("browser-\(UUID().uuidString)")
        self.folder = folder
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let pipes = ["in", "out"].map { folder.appendingPathComponent($0).path }
        for path in pipes where mkfifo(path, 0o600) != 0 {
            throw Trouble(description: "no pipe can be made at \(path)")
        }
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        let flags = "--headless --no-sandbox --disable-gpu --remote-debugging-pipe --no-first-run"
        process.arguments = [
            "-c", #"exec 3<"$1" 4>"$2"; exec "$0" \#(flags) --window-size=\#(width),\#(height) --user-data-dir="$3""#,
            program, pipes[0], pipes[1], folder.appendingPathComponent("profile").path,
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        // Opened in the order in which the shell opens them; each end waits for the other.
        guard let writing = FileHandle(forWritingAtPath: pipes[0]), let reading = FileHandle(forReadingAtPath: pipes[1])
        else { throw Trouble(description: "the browser's pipes cannot be opened") }
        toBrowser = writing
        fromBrowser = reading
        try openPage()
    }

    private func openPage() throws {
        let target = try send("Target.createTarget", ["url": "about:blank"])["targetId"] as? String ?? ""
        session = try send("Target.attachToTarget", ["targetId": target, "flatten": true])["sessionId"] as? String
        for domain in ["Page", "Runtime", "Log", "Network"] { try send("\(domain).enable") }
    }

    /// Ends the browser and removes what it left.
    func close() {
        _ = try? send("Browser.close", isForPage: false)
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }

    /// Sends a command and returns its result, once it is there; throws what the browser answers in place of one.
    @discardableResult
    func send(_ method: String, _ parameters: [String: Any] = [:], isForPage: Bool = true) throws -> [String: Any] {
        lastCommand += 1
        var message: [String: Any] = ["id": lastCommand, "method": method, "params": parameters]
        if isForPage, let session { message["sessionId"] = session }
        try toBrowser.write(contentsOf: try JSONSerialization.data(withJSONObject: message) + Data([0]))
        while true {
            let answer = try nextMessage()
            guard answer["id"] as? Int == lastCommand else { continue }
            if let result = answer["result"] as? [String: Any] { return result }
            throw Trouble(description: "\(method): \(answer["error"] ?? "no result")")
        }
    }

    /// Waits for an event that has not come yet.
    func wait(for method: String) throws {
        let known = events.count
        while !events.dropFirst(known).contains(where: { $0.method == method }) { _ = try nextMessage() }
    }

    private func nextMessage() throws -> [String: Any] {
        while true {
            if let end = received.firstIndex(of: 0) {
                let object = try JSONSerialization.jsonObject(with: received[received.startIndex..<end])
                received = Data(received[(end + 1)...])
                guard let message = object as? [String: Any] else { continue }
                if let method = message["method"] as? String {
                    events.append((method, message["params"] as? [String: Any] ?? [:]))
                }
                return message
            }
            let more = fromBrowser.availableData
            guard !more.isEmpty else { throw Trouble(description: "the browser went away") }
            received += more
        }
    }
}
