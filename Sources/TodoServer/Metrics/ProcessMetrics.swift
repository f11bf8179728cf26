internal import Glibc

/// Figures of this process as Linux tells them under `/proc`.
struct ProcessMetrics: Equatable, Sendable {
    var startTimeSeconds: Double
    var cpuSeconds: Double
    var residentBytes: Double
    var virtualBytes: Double
    var threads: Double
    var openFileDescriptors: Double?
    var maximumFileDescriptors: Double?

    /// The current figures; nil where there is no `/proc`.
    static func current() -> ProcessMetrics? {
        guard let stat = TextFile.read("/proc/self/stat"), let boot = bootTimeSeconds() else { return nil }
        var metrics = ProcessMetrics(
            stat: stat, bootTimeSeconds: boot, ticksPerSecond: Double(sysconf(Int32(_SC_CLK_TCK))),
            pageBytes: Double(sysconf(Int32(_SC_PAGESIZE))))
        metrics?.openFileDescriptors = TextFile.countEntries("/proc/self/fd").map(Double.init)
        metrics?.maximumFileDescriptors = maximumDescriptors()
        return metrics
    }

    /// Reads the fields of `/proc/<pid>/stat` (proc(5)), which follow a name in parentheses; nil when malformed.
    init?(stat: String, bootTimeSeconds: Double, ticksPerSecond: Double, pageBytes: Double) {
        guard let nameEnd = stat.lastIndex(of: ")") else { return nil }
        // The first field after the name is the third of the line.
        let fields = stat[stat.index(after: nameEnd)...].split(separator: " ")
        func field(_ number: Int) -> Double? {
            number - 3 < fields.count ? Double(fields[number - 3]) : nil
        }
        guard let user = field(14), let system = field(15), let threads = field(20), let start = field(22),
            let virtual = field(23), let pages = field(24)
        else { return nil }
        cpuSeconds = (user + system) / ticksPerSecond
        startTimeSeconds = bootTimeSeconds + start / ticksPerSecond
        virtualBytes = virtual
        residentBytes = pages * pageBytes
        self.threads = threads
    }

    /// The figures in Prometheus' text format.
    func text(_ registry: PrometheusRegistry) -> String {
        var text = ""
        func add(_ name: String, _ value: Double?, _ kind: PrometheusRegistry.Kind = .gauge) {
            guard let value else { return }
            text += registry.header(name, kind) + PrometheusSeries(name).line(PrometheusNumber.text(value))
        }
        add("process_cpu_seconds_total", cpuSeconds, .counter)
        add("process_max_fds", maximumFileDescriptors)
        add("process_open_fds", openFileDescriptors)
        add("process_resident_memory_bytes", residentBytes)
        add("process_start_time_seconds", startTimeSeconds)
        add("process_threads", threads)
        add("process_virtual_memory_bytes", virtualBytes)
        return text
    }

    private static func bootTimeSeconds() -> Double? {
        let line = TextFile.read("/proc/stat")?.split(separator: "\n").first { $0.hasPrefix("btime ") }
        return line.flatMap { Double($0.dropFirst(6)) }
    }

    private static func maximumDescriptors() -> Double? {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return nil }
        return Double(limit.rlim_cur)
    }
}
