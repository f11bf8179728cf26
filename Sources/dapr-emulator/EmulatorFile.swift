internal import DaprEmulator
internal import FoundationEssentials
internal import SidecarRules

/// What a description file asks for.
struct EmulatorFile {
    var settings = EmulatorSettings()
    var sidecars: [SidecarDescription] = []
    var controlPort: Int?

    private init() {}

    /// What there is without a file: a bus, a state store, and the variables of the environment as secrets.
    static var standard: EmulatorFile {
        var file = EmulatorFile()
        var bus = PubSubComponent(name: "bus")
        bus.beginsAtOldest = true
        file.settings.pubSubs = [bus]
        file.settings.stateStores = [StateComponent(name: "state")]
        let environment = ProcessInfo.processInfo.environment
        file.settings.secretStores = [SecretComponent(name: "secrets", store: .environment(environment))]
        return file
    }

    /// Reads a file; throws `DescriptionError`.
    init(path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw DescriptionError("there is no readable file \(path)")
        }
        guard let json = SidecarJSON(Array(data)) else { throw DescriptionError("\(path) is not JSON") }
        do {
            self = try EmulatorFile(DescriptionReader(json, at: "the description"))
        } catch let error as DescriptionError {
            throw DescriptionError("\(path): \(error.description)")
        }
    }

    /// The description in JSON.
    init(_ reader: DescriptionReader) throws {
        try reader.requireOnly([
            "apps", "components", "partitions", "stableJobs", "journal", "controlPort", "schedulerPatience",
        ])
        settings.partitionCount = try reader.whole("partitions", in: 1...1_000) ?? settings.partitionCount
        settings.hasStableJobs = try reader.flag("stableJobs") ?? true
        settings.journalPath = try reader.text("journal")
        settings.schedulerPatience = try reader.duration("schedulerPatience") ?? settings.schedulerPatience
        controlPort = try reader.whole("controlPort", in: 0...65_535)
        for component in try reader.elements("components") { try add(component) }
        sidecars = try reader.elements("apps").map(SidecarDescription.init)
    }

    /// The sidecar that `id:port:port` asks for; throws `DescriptionError`.
    static func sidecar(in text: String) throws -> SidecarDescription {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[0].isEmpty, let appPort = UInt16(parts[1]), let port = UInt16(parts[2]) else {
            throw DescriptionError("--app \(text) is not of the form id:port:port, for example core:8080:3500")
        }
        var sidecar = SidecarDescription(appID: String(parts[0]), appPort: appPort == 0 ? nil : Int(appPort))
        sidecar.port = Int(port)
        return sidecar
    }
}
