internal import Synchronization

/// All instruments of the process by metric and labels, and their text form for Prometheus (format 0.0.4).
public final class PrometheusRegistry: Sendable {
    /// Kind of a metric, as `# TYPE` names it.
    enum Kind: String, Sendable {
        case counter, gauge, histogram
    }

    private struct Family {
        let kind: Kind
        var instruments: [PrometheusSeries: any PrometheusInstrument] = [:]
    }

    /// Media type of the text.
    static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    private let descriptions: [String: String]
    private let families = Mutex<[String: Family]>([:])

    /// A registry without instruments; `descriptions` gives the help text of metrics by their full name.
    public init(descriptions: [String: String] = MetricDescriptions.all) {
        self.descriptions = descriptions
    }

    /// The instrument of the series, made if there is none.
    ///
    /// A name that already has another kind gives an instrument that is not shown, for one metric cannot be of two
    /// kinds.
    func instrument<Instrument: PrometheusInstrument>(
        _ series: PrometheusSeries, kind: Kind, make: () -> Instrument
    ) -> Instrument {
        families.withLock { families in
            var family = families[series.name] ?? Family(kind: kind)
            guard family.kind == kind else { return make() }
            if let known = family.instruments[series] as? Instrument { return known }
            let instrument = make()
            family.instruments[series] = instrument
            families[series.name] = family
            return instrument
        }
    }

    /// Forgets an instrument.
    func remove(_ instrument: AnyObject) {
        families.withLock { families in
            for (name, family) in families {
                guard let series = family.instruments.first(where: { $0.value === instrument })?.key else { continue }
                families[name]?.instruments[series] = nil
                if families[name]?.instruments.isEmpty == true { families[name] = nil }
                return
            }
        }
    }

    /// The text form, sorted by metric and labels.
    public func text() -> String {
        let families = families.withLock { $0 }
        var text = ""
        for (name, family) in families.sorted(by: { $0.key < $1.key }) {
            text += header(name, family.kind)
            for (series, instrument) in family.instruments.sorted(by: { $0.key.labels < $1.key.labels }) {
                text += instrument.samples(of: series)
            }
        }
        return text
    }

    /// The `# HELP` and `# TYPE` lines of a metric.
    func header(_ name: String, _ kind: Kind) -> String {
        let words = name.split(separator: "_").joined(separator: " ")
        let help = descriptions[name] ?? words.prefix(1).uppercased() + words.dropFirst() + "."
        let escaped = help.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
        return "# HELP \(name) \(escaped)\n# TYPE \(name) \(kind.rawValue)\n"
    }
}
