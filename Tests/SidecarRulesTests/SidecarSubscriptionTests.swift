import SidecarRules
import Testing

@Suite("Sidecar rules: subscriptions")
struct SidecarSubscriptionTests {
    private func read(_ body: String, status: Int = 200) -> [SidecarSubscription] {
        SidecarSubscription.read(SidecarResponse(status, body: Array(body.utf8)))
    }

    private let one = "[{\"pubsubname\":\"bus\",\"topic\":\"t\",\"route\":\"/ev\",\"deadLetterTopic\":\"t.dlq\"}]"

    @Test("a 200 with an array subscribes; any other status means no subscriptions")
    func statuses() {
        let expected = SidecarSubscription(component: "bus", topic: "t", path: "/ev", deadLetterTopic: "t.dlq")
        #expect(read(one) == [expected])
        for status in [204, 301, 404, 500] { #expect(read(one, status: status).isEmpty) }
        #expect(read("{}").isEmpty)
        #expect(read("").isEmpty)
        #expect(SidecarSubscription.path == "/dapr/subscribe")
    }

    @Test("an entry without a path is left out, and the others stay")
    func entriesWithoutPath() {
        let body =
            "[{\"pubsubname\":\"bus\",\"topic\":\"a\"},{\"pubsubname\":\"bus\",\"topic\":\"b\",\"route\":\"/b\"}]"
        #expect(read(body).map(\.topic) == ["b"])
    }

    @Test("rules are tried in order, an empty one matches all, and the default of routes wins over route")
    func rules() {
        let body = """
            [{"pubsubname":"bus","topic":"t","route":"/old","routes":{"rules":[
              {"match":"event.type == \\"created\\"","path":"/created"}],"default":"/other"}},
             {"pubsubname":"bus","topic":"t","routes":{"rules":[{"match":"","path":"/all"}]}},
             {"pubsubname":"bus","topic":"t","routes":{"rules":[{"match":"event.type == \\"x\\"","path":"/x"}]}}]
            """
        let read = read(body)
        let created = SidecarJSON.object(["type": .string("created")])
        let deleted = SidecarJSON.object(["type": .string("deleted")])
        #expect(read.map { $0.path(for: created) } == ["/created", "/all", nil])
        #expect(read.map { $0.path(for: deleted) } == ["/other", "/all", nil])
    }

    @Test("an entry comes back from what it was written as")
    func roundTrip() {
        let subscription = SidecarSubscription(component: "bus", topic: "t", path: "/ev", deadLetterTopic: "d")
        #expect(read(String(decoding: SidecarJSON.array([subscription.entry]).bytes, as: UTF8.self)) == [subscription])
    }
}
