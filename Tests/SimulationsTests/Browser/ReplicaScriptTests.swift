import Foundation
import Testing

/// The copy of the tasks that the web page keeps, as a browser runs it.
@Suite("The web page's replica", .serialized)
struct ReplicaScriptTests {
    /// Evaluates the steps after the script and answers what they make.
    private func run(_ steps: String) throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let file = root.appendingPathComponent("Sources/TodoServer/Web/replica.js")
        let script = String(decoding: try Data(contentsOf: file), as: UTF8.self).replacing(
            "export class", with: "class")
        let task = "const task = { id: 7, title: 'old', version: 1, completed: false, tags: [], priority: 'low' };"
        let browser = try Chromium(width: 200, height: 200)
        defer { browser.close() }
        let answer = try browser.send(
            "Runtime.evaluate", ["expression": "(() => {\(script)\n\(task)\n\(steps)})()", "returnByValue": true])
        let result = answer["result"] as? [String: Any] ?? [:]
        return result["value"] as? String ?? "\(answer)"
    }

    @Test("a command is shown as done at once, and once only when its change comes, in whichever order")
    func foreseen() throws {
        let shown = try run(
            """
            const replica = new Replica();
            replica.load([task], []);
            const titles = () => replica.list("all", "created").map((shown) => shown.title).join();
            const told = [titles()];
            replica.foresee("m-1", 7, (shown) => ({ ...shown, title: shown.title + "+1" }));
            replica.foresee("m-2", 7, (shown) => ({ ...shown, title: shown.title + "+2" }));
            told.push(titles());
            replica.apply({ task: { ...task, title: "old+1", version: 2 } }, 7);
            told.push(String(replica.settle("m-1")), titles());
            replica.put({ ...task, title: "old+1", version: 2 });
            told.push(String(replica.settle("m-1")), titles());
            replica.put({ ...task, title: "old+1+2", version: 3 });
            told.push(String(replica.settle("m-2")), titles());
            return told.join(" ");
            """)
        #expect(shown == "old old+1+2 true old+1+2 false old+1+2 true old+1+2")
    }

    @Test("a deletion that is refused brings the task back; one that is accepted keeps it away")
    func deletion() throws {
        let shown = try run(
            """
            const replica = new Replica();
            replica.load([task], []);
            const count = () => replica.list("all", "created").length;
            const told = [count()];
            replica.foresee("m-1", 7, () => null);
            told.push(count());
            replica.settle("m-1");
            told.push(count());
            replica.foresee("m-2", 7, () => null);
            replica.apply({ deleted: true }, 7);
            replica.settle("m-2");
            told.push(count());
            return told.join(" ");
            """)
        #expect(shown == "1 0 1 0")
    }
}
