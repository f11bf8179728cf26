/// Who may know whom: the modules that each module may import.
enum ImportArrows {
    /// Comes with the language and holds no time, chance or I/O.
    static let language: Set = ["Swift", "Synchronization"]

    private static let ports = ["CivilTime", "TodoDomain", "ServicePorts", "TodoPorts"]
    private static let foundation = ["FoundationEssentials", "Foundation"]
    private static let systemLibraries = ["Glibc", "Musl", "Darwin"]

    /// A name that ends in `*` stands for every module that begins so.
    static let allowed: [String: [String]] = [
        "CivilTime": [],
        "TodoDomain": ["CivilTime"],
        "ServicePorts": ["CivilTime", "FoundationEssentials"],
        "TodoPorts": ["CivilTime", "TodoDomain", "ServicePorts"],
        "TodoFormats": ports,
        "TodoServices": ports + ["TodoFormats", "Logging", "Metrics"],
        "SidecarRules": ["CivilTime", "ServicePorts"],
        "DaprAdapters": ["CivilTime", "ServicePorts", "FoundationEssentials"],
        "SimulationKit": [
            "CivilTime", "ServicePorts", "DaprAdapters", "SidecarRules", "CSimulationHooks", "Runtime",
        ],
        "SimulationTesting": systemLibraries + ["CivilTime", "SimulationKit", "Testing"],
        "TodoSimulations": ports + ["TodoServices", "SidecarRules", "SimulationKit", "Logging"],
        "simulate": ports + foundation + systemLibraries + [
            "TodoServices", "SimulationKit", "TodoSimulations", "ArgumentParser",
        ],
        "EmbeddedAdapters": ports + foundation + systemLibraries + ["DequeModule", "GRDB", "Logging"],
        "PostgresClient": foundation + systemLibraries + [
            "CPostgres", "DequeModule", "HeapModule", "Logging", "Metrics",
        ],
        "PostgresAdapters": ports + systemLibraries + ["PostgresClient", "Logging"],
        "KafkaAdapters": systemLibraries + [
            "CivilTime", "ServicePorts", "CKafka", "DequeModule", "Logging", "Metrics",
        ],
        "DaprHTTP": [
            "CivilTime", "ServicePorts", "DaprAdapters", "AsyncHTTPClient", "HTTPTypes", "Hummingbird*", "NIO*",
            "Tracing",
        ],
        "DaprEmulator": systemLibraries + [
            "CivilTime", "ServicePorts", "SidecarRules", "AsyncHTTPClient", "FoundationEssentials", "Logging", "NIO*",
        ],
        "dapr-emulator": systemLibraries + [
            "SidecarRules", "DaprEmulator", "ArgumentParser", "FoundationEssentials", "Logging", "ServiceLifecycle",
            "UnixSignals",
        ],
        "TodoServer": ports + foundation + systemLibraries + [
            "TodoFormats", "TodoServices", "Hummingbird*", "HTTPTypes", "NIO*", "JWTKit", "Crypto*", "Logging",
            "Metrics", "ServiceLifecycle", "CZlib",
        ],
        "todo": ports + foundation + systemLibraries + [
            "TodoServices", "EmbeddedAdapters", "PostgresClient", "PostgresAdapters", "KafkaAdapters", "SidecarRules",
            "DaprAdapters", "DaprHTTP", "TodoServer", "ArgumentParser", "AsyncHTTPClient", "Configuration", "NIO*",
            "Logging", "Metrics",
            "ServiceLifecycle", "UnixSignals", "Crypto*",
        ],
    ]

    /// The module whose folder holds the file; nil for files that belong to no module.
    static func module(ofFileAt path: String) -> String? {
        let parts = path.split(separator: "/")
        guard parts.count > 2, parts[0] == "Sources" || parts[0] == "Simulations" else { return nil }
        return String(parts[1])
    }

    /// The modules that a file imports, with the line of each.
    static func imports(of file: SourceFile) -> [Token] {
        let kinds: Set = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
        return file.tokens.indices.compactMap { index in
            guard file.tokens[index].text == "import" else { return nil }
            let rest = file.tokens[(index + 1)...].drop { kinds.contains($0.text) }
            return rest.first
        }
    }

    static func isAllowed(_ imported: String, in module: String, by list: [String]) -> Bool {
        if language.contains(imported) || imported == module { return true }
        return list.contains { $0.hasSuffix("*") ? imported.hasPrefix($0.dropLast()) : $0 == imported }
    }
}

extension TidyRule {
    static let importArrows = TidyRule(
        name: "imports point down only",
        breaches: [
            Example("import TodoServices", at: "Sources/TodoDomain/Example.swift"),
            Example("import Testing", at: "Sources/SimulationKit/Example.swift"),
            Example("internal import FoundationEssentials", at: "Sources/TodoDomain/Example.swift"),
            Example("public import TodoDomain", at: "Sources/SimulationKit/Example.swift"),
            Example("public import TodoDomain", at: "Sources/ServicePorts/Example.swift"),
            Example("import NIOCore", at: "Sources/TodoServices/Example.swift"),
            Example("import struct NIOCore.ByteBuffer", at: "Simulations/simulate/Example.swift"),
            Example("@preconcurrency import GRDB", at: "Simulations/TodoSimulations/Example.swift"),
            Example("import Hummingbird", at: "Sources/EmbeddedAdapters/Example.swift"),
            Example("internal import NIOCore", at: "Sources/KafkaAdapters/Example.swift"),
            Example("import EmbeddedAdapters", at: "Sources/TodoServer/Example.swift"),
            Example("import SimulationKit", at: "Sources/todo/main.swift"),
            Example("import Foundation", at: "Sources/UnknownModule/Example.swift"),
        ],
        proper: [
            Example("public import CivilTime\ninternal import Synchronization", at: "Sources/TodoDomain/Example.swift"),
            Example("// import NIOCore\npublic import TodoPorts"),
            Example("internal import Testing", at: "Sources/SimulationTesting/Example.swift"),
            Example("internal import NIOHTTP1", at: "Sources/TodoServer/Example.swift"),
            Example("internal import GRDB", at: "Sources/EmbeddedAdapters/Example.swift"),
            Example("import NIOCore", at: "Tests/EndToEndTests/Example.swift"),
        ],
        findings: { file in
            guard file.isSwift, let module = ImportArrows.module(ofFileAt: file.path) else { return [] }
            let allowed = ImportArrows.allowed[module]
            return ImportArrows.imports(of: file).compactMap { imported in
                if let allowed, ImportArrows.isAllowed(imported.text, in: module, by: allowed) { return nil }
                let reason = allowed.map { "it may import \($0.joined(separator: ", "))" }
                return Finding(
                    path: file.path, line: imported.line,
                    message: "\(module) may not import \(imported.text): "
                        + (reason ?? "say in ImportArrows.allowed what this module may know"))
            }
        })
}
