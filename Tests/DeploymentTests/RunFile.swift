import Yams

/// What `dapr run -f dapr/local` starts.
struct RunFile {
    static let path = "dapr/local/dapr.yaml"
    let file: ResourceFile

    private static let shared: [String: Shape] = [
        "configFilePath": .text, "resourcesPaths": .list(.text), "apiListenAddresses": .text, "appProtocol": .text,
        "logLevel": .text, "enableAppHealthCheck": .flag, "appHealthCheckPath": .text,
        "appHealthProbeInterval": .number, "appHealthProbeTimeout": .number, "appHealthThreshold": .number,
        "schedulerHostAddress": .text, "placementHostAddress": .text, "env": .named(.text),
        "daprdLogDestination": .choice(["console", "file", "fileAndConsole"]),
        "appLogDestination": .choice(["console", "file", "fileAndConsole"]),
    ]
    private static let ports = ["appPort", "daprHTTPPort", "daprGRPCPort", "daprInternalGRPCPort", "metricsPort"]
    private static let application: Shape = .fields(
        ["appID": .text, "appDirPath": .text, "command": .list(.text)].merging(
            ports.map { ($0, .number) }, uniquingKeysWith: { $1 }), optional: shared)
    private static let shape: Shape = .fields(
        ["version": .number, "apps": .list(application)], optional: ["common": .fields([:], optional: shared)])

    var faults: [Fault] {
        let (documents, unread) = file.read()
        guard unread.isEmpty, let run = documents.first else { return unread }
        let form = RunFile.shape.faults(in: run, "the run file", of: file)
        guard form.isEmpty else { return form }
        let apps = run.items("apps")
        return applicationFaults(run, apps) + portFaults(apps) + sharedFaults(run["common"] ?? [:])
            + run.passwordFaults(of: file) + apps.flatMap(secretFaults)
    }

    private func applicationFaults(_ run: Node, _ apps: [Node]) -> [Fault] {
        let ids = apps.compactMap { $0["appID"]?.string }
        let missing = Application.all.filter { application in ids.filter { $0 == application.id }.count != 1 }
        return missing.map { file.fault(run["apps"], "'\($0.id)' must stand there once") }
            + apps.flatMap { app -> [Fault] in
                guard let known = Application.named(app["appID"]?.string ?? "") else {
                    return [file.fault(app, "'\(app["appID"]?.string ?? "")' is no application")]
                }
                let command = [".build/release/todo", "serve", known.command]
                return difference(app["command"], app.texts("command"), command)
                    + difference(app["appPort"], app["appPort"]?.int ?? 0, known.port)
                    + difference(app["appDirPath"], app["appDirPath"]?.string ?? "", "../..")
                    + difference(app, app["schedulerHostAddress"] != nil, known.hasJobs, "having schedulerHostAddress")
            }
    }

    private func sharedFaults(_ common: Node) -> [Fault] {
        difference(common["configFilePath"], common["configFilePath"]?.string, "./config.yaml")
            + difference(common["resourcesPaths"], common.texts("resourcesPaths"), ["./resources"])
            + difference(common["apiListenAddresses"], common["apiListenAddresses"]?.string, "127.0.0.1")
            + difference(common["enableAppHealthCheck"], common["enableAppHealthCheck"]?.bool, true)
            + difference(common["appHealthCheckPath"], common["appHealthCheckPath"]?.string, "/healthz")
    }

    private func portFaults(_ apps: [Node]) -> [Fault] {
        var seen: Set<Int> = []
        return apps.flatMap { app in RunFile.ports.compactMap { app[$0] } }
            .filter { !seen.insert($0.int ?? 0).inserted }
            .map { file.fault($0, "port \($0.string ?? "") is taken already") }
    }

    private func secretFaults(_ app: Node) -> [Fault] {
        app.entries("env").filter { $0.name.contains(/TOKEN|PASSWORD|JWT|_KEY/) }.map {
            file.fault($0.value, "\($0.name) is a secret: it comes from the shell, not from this file")
        }
    }

    private func difference<Value: Equatable>(
        _ node: Node?, _ found: Value, _ wanted: Value, _ what: String = "it"
    ) -> [Fault] {
        found == wanted ? [] : [file.fault(node, "\(what) must be \(wanted), and is \(found)")]
    }
}
