import CKafka
import KafkaAdapters
import KafkaTestSupport
import Logging
import ServicePorts
import Testing

@Suite("Kafka settings")
struct SettingsTests {
    private func message(_ change: (inout KafkaSettings) -> Void) -> String? {
        var settings = KafkaSettings(bootstrapServers: ["127.0.0.1:9092"])
        change(&settings)
        do throws(KafkaSettingsError) {
            try settings.check()
            return nil
        } catch {
            return error.message
        }
    }

    @Test("settings that make sense are taken")
    func taken() {
        #expect(message { _ in } == nil)
        #expect(message { $0.tls = KafkaTLS() } == nil)
        #expect(
            message {
                $0.sasl = KafkaSASL(mechanism: .scramSHA512, userName: "todo", password: KafkaSecret("secret"))
            } == nil)
        #expect(message { $0.properties = ["linger.ms": "20", "fetch.min.bytes": "10"] } == nil)
        #expect(message { $0.bootstrapServers = ["[::1]:9092"] } == nil)
    }

    @Test("an unknown property is named, with the one that was meant")
    func unknownProperty() {
        let told = message { $0.properties = ["linger.mss": "5"] }
        #expect(told?.contains("no Kafka property 'linger.mss'; did you mean 'linger.ms'?") == true, "\(told ?? "")")
        let strange = message { $0.properties = ["a.property.unlike.any.other": "5"] }
        #expect(strange?.contains("'a.property.unlike.any.other'") == true)
        #expect(strange?.contains("did you mean") == false)
    }

    @Test("a bad value is told with its property")
    func badValue() {
        let told = message { $0.properties = ["linger.ms": "soon"] }
        #expect(told?.contains("'linger.ms'") == true && told?.contains("soon") == true, "\(told ?? "")")
        let compression = message { $0.properties = ["compression.codec": "best"] }
        #expect(compression?.contains("compression.codec") == true, "\(compression ?? "")")
    }

    @Test("properties on which the promises rest cannot be chosen")
    func ownProperties() {
        for name in ["enable.idempotence", "acks", "enable.auto.commit", "transactional.id"] {
            #expect(message { $0.properties = [name: "false"] }?.contains("'\(name)' cannot be chosen") == true)
        }
        #expect(message { $0.properties = ["session.timeout.ms": "1"] }?.contains("use timeouts.session") == true)
        #expect(message { $0.properties = ["sasl.password": "hush"] }?.contains("hush") == false)
    }

    @Test(
        "a broker is written as host and port", arguments: ["kafka", "kafka:", ":9092", "kafka:0", "a b:1", "k:99999"])
    func brokers(_ server: String) {
        #expect(message { $0.bootstrapServers = [server] }?.contains("'\(server)'") == true)
    }

    @Test("no broker, or times that cannot be, are told")
    func others() {
        #expect(message { $0.bootstrapServers = [] }?.contains("no Kafka broker is named") == true)
        #expect(message { $0.timeouts.heartbeat = .seconds(30) }?.contains("heartbeat") == true)
        #expect(message { $0.timeouts.delivery = .zero }?.contains("delivery") == true)
    }

    @Test("a certificate that is not there is told")
    func missingFile() {
        let told = message { $0.tls = KafkaTLS(authoritiesPath: "/nowhere/ca.pem") }
        #expect(told?.contains("ssl.ca.location") == true, "\(told ?? "")")
    }

    @Test("secrets are in no description and no error")
    func secrets() {
        var settings = KafkaSettings(bootstrapServers: ["127.0.0.1:9092"])
        settings.sasl = KafkaSASL(mechanism: .plain, userName: "todo", password: KafkaSecret("hush-hush"))
        settings.tls = KafkaTLS(keyPath: "/nowhere/key.pem", keyPassword: KafkaSecret("psst"))
        var dumped = ""
        dump(settings, to: &dumped)
        let told = message { $0 = settings }
        for text in ["\(settings)", String(reflecting: settings), dumped, told ?? ""] {
            #expect(!text.contains("hush") && !text.contains("psst"), "\(text)")
        }
        #expect(told != nil)
        let wrongKey = message {
            $0.tls = KafkaTLS()
            $0.properties = ["ssl.key.pem": "psst"]
        }
        #expect(wrongKey?.contains("ssl.key.pem") == true && wrongKey?.contains("psst") == false, "\(wrongKey ?? "")")
    }

    @Test("a broker that cannot be reached is named, with what happened")
    func unreachable() async throws {
        var settings = KafkaSettings(bootstrapServers: ["127.0.0.1:1"])
        settings.timeouts.request = .seconds(1)
        settings.timeouts.delivery = .seconds(1)
        let bus = try KafkaEventBus(settings: settings, logger: .quiet)
        let topic = Topic<Numbered>("unreachable")
        var told: [EventBusError] = []
        do { try await bus.publish([event(1)], to: topic) } catch { told.append(try #require(error as? EventBusError)) }
        do {
            _ = try await bus.subscribe(to: topic, as: SubscriptionOptions(group: "g")) { _ in .success }
        } catch { told.append(try #require(error as? EventBusError)) }
        do {
            _ = try await KafkaTopics(settings: settings, logger: .quiet).list()
        } catch { told.append(error) }
        #expect(told.map(\.code) == [.unavailable, .unavailable, .unavailable])
        for error in told {
            #expect(error.message.contains("127.0.0.1:1") && error.message.contains("refused"), "\(error.message)")
        }
    }

    @Test("a topic that is not there is told by name")
    func missingTopic() async throws {
        let cluster = try MockCluster()
        cluster.makeTopic("missing", partitions: 1)
        cluster.fail(topic: "missing", with: RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART)
        var settings = KafkaSettings.test(cluster)
        settings.createsMissingTopics = false
        let bus = try KafkaEventBus(settings: settings, logger: .quiet)
        let error = await #expect(throws: EventBusError.self) {
            _ = try await bus.subscribe(to: Topic<Numbered>("missing"), as: SubscriptionOptions(group: "g")) { _ in
                .success
            }
        }
        #expect(error?.message.contains("there is no topic 'missing'") == true, "\(error?.message ?? "")")
    }
}
