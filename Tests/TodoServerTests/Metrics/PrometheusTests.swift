import Metrics
import Testing

@testable import TodoServer

@Suite("Figures for Prometheus")
struct PrometheusTests {
    private let registry = PrometheusRegistry(descriptions: ["requests_total": "All \\ requests\nof today."])
    private var factory: PrometheusMetricsFactory { PrometheusMetricsFactory(registry: registry) }

    @Test("a timer of lateness counts what takes up to a day, where other timers end at ten seconds")
    func lateness() {
        let registry = PrometheusRegistry()
        let factory = PrometheusMetricsFactory(registry: registry)
        for label in ["todo_reminder_lateness_seconds", "work_seconds"] {
            let timer = factory.makeTimer(label: label, dimensions: [])
            for seconds in [0, 45, 7_200] as [Int64] { timer.recordNanoseconds(seconds * 1_000_000_000) }
        }
        let lines = registry.text().split(separator: "\n").map(String.init)
        for (bound, count) in [("0.1", 1), ("30", 1), ("60", 2), ("3600", 2), ("21600", 3), ("+Inf", 3)] {
            #expect(lines.contains("todo_reminder_lateness_seconds_bucket{le=\"\(bound)\"} \(count)"))
        }
        #expect(lines.contains("todo_reminder_lateness_seconds_sum 7245"))
        #expect(lines.contains("work_seconds_bucket{le=\"10\"} 1"))
        #expect(!lines.contains { $0.hasPrefix("work_seconds_bucket{le=\"60\"}") })
    }

    @Test("counters and gauges are written with help, type, sorted labels and escaped values")
    func text() {
        factory.makeCounter(label: "requests", dimensions: [("z", "last"), ("a", "quo\"te\\back\nline")]).increment(
            by: 3)
        factory.makeCounter(label: "requests_total", dimensions: []).increment(by: 1)
        factory.makeRecorder(label: "queue.depth", dimensions: [("le-vel", "1")], aggregate: false).record(2.5)
        #expect(
            registry.text() == """
                # HELP queue_depth Queue depth.
                # TYPE queue_depth gauge
                queue_depth{le_vel="1"} 2.5
                # HELP requests_total All \\\\ requests\\nof today.
                # TYPE requests_total counter
                requests_total 1
                requests_total{a="quo\\"te\\\\back\\nline",z="last"} 3

                """)
    }

    @Test("the same name and labels in any order are one instrument, other labels another")
    func identity() {
        let one = factory.makeCounter(label: "n", dimensions: [("a", "1"), ("b", "2")])
        let two = factory.makeCounter(label: "n", dimensions: [("b", "2"), ("a", "1")])
        let other = factory.makeCounter(label: "n", dimensions: [("a", "1"), ("b", "3")])
        #expect(one === two)
        #expect(one !== other)
    }

    @Test("a counter never falls")
    func monotonic() {
        let counter = factory.makeFloatingPointCounter(label: "n", dimensions: [])
        counter.increment(by: 2.5)
        counter.increment(by: -1)
        counter.increment(by: .nan)
        #expect(registry.text().contains("n_total 2.5\n"))
    }

    @Test("a name cannot be of two kinds: the second is counted for nobody, and the text stays valid")
    func kinds() {
        factory.makeCounter(label: "n_total", dimensions: []).increment(by: 1)
        factory.makeRecorder(label: "n_total", dimensions: [], aggregate: false).record(5.0)
        #expect(registry.text().split(separator: "\n").suffix(1) == ["n_total 1"])
        #expect(registry.text().split(separator: "\n").count == 3)
    }

    @Test("a timer is a histogram of seconds whose buckets add up")
    func histogram() {
        let timer = factory.makeTimer(label: "work", dimensions: [("step", "a")])
        for nanoseconds: Int64 in [400_000, 500_000, 600_000, 20_000_000_000] { timer.recordNanoseconds(nanoseconds) }
        let lines = registry.text().split(separator: "\n").map(String.init)
        #expect(lines[1] == "# TYPE work_seconds histogram")
        #expect(lines[2] == #"work_seconds_bucket{step="a",le="0.0005"} 2"#)
        #expect(lines[3] == #"work_seconds_bucket{step="a",le="0.001"} 3"#)
        #expect(lines[lines.count - 3] == #"work_seconds_bucket{step="a",le="+Inf"} 4"#)
        #expect(lines[lines.count - 4] == #"work_seconds_bucket{step="a",le="10"} 3"#)
        #expect(lines[lines.count - 2] == #"work_seconds_sum{step="a"} 20.0015"#)
        #expect(lines[lines.count - 1] == #"work_seconds_count{step="a"} 4"#)
    }

    @Test("an instrument that was destroyed is gone, and its like begins anew")
    func destroyed() {
        let counter = factory.makeCounter(label: "n", dimensions: [])
        counter.increment(by: 7)
        factory.destroyCounter(counter)
        #expect(registry.text().isEmpty)
        factory.makeCounter(label: "n", dimensions: []).increment(by: 1)
        #expect(registry.text().contains("n_total 1\n"))
    }

    @Test("no increment is lost when many count at once")
    func concurrency() async {
        let factory = factory
        await withTaskGroup(of: Void.self) { group in
            for worker in 0..<8 {
                group.addTask {
                    for _ in 0..<2_000 {
                        factory.makeCounter(label: "n", dimensions: [("parity", "\(worker % 2)")]).increment(by: 1)
                        factory.makeTimer(label: "t", dimensions: []).recordNanoseconds(1)
                    }
                }
            }
        }
        let text = registry.text()
        #expect(text.contains(#"n_total{parity="0"} 8000"# + "\n"))
        #expect(text.contains(#"n_total{parity="1"} 8000"# + "\n"))
        #expect(text.contains("t_seconds_count 16000\n"))
    }

    @Test("figures of the process are read from the line that the kernel writes, whatever the program's name")
    func process() throws {
        let stat =
            "42 (a ) b) S 1 42 42 0 -1 4194304 100 0 0 0 250 150 0 0 20 0 9 0 5000 1048576 64 18446744073709551615 1 1"
        let metrics = try #require(
            ProcessMetrics(stat: stat, bootTimeSeconds: 1_000_000, ticksPerSecond: 100, pageBytes: 4_096))
        #expect(metrics.cpuSeconds == 4)
        #expect(metrics.startTimeSeconds == 1_000_050)
        #expect(metrics.threads == 9)
        #expect(metrics.virtualBytes == 1_048_576)
        #expect(metrics.residentBytes == 262_144)
        #expect(ProcessMetrics(stat: "42 x", bootTimeSeconds: 0, ticksPerSecond: 1, pageBytes: 1) == nil)
        let own = try #require(ProcessMetrics.current())
        #expect(own.residentBytes > 1_000_000)
        #expect((own.openFileDescriptors ?? 0) >= 3)
        #expect(own.text(registry).contains("# TYPE process_cpu_seconds_total counter\nprocess_cpu_seconds_total "))
    }
}
