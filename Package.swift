// swift-tools-version: 6.2
import PackageDescription

/// The habits of every target: strict imports, explicit existentials, callers keep their isolation, no warnings.
let habits: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "evolution-of-todo",
    products: [
        .executable(name: "todo", targets: ["todo"]),
        .executable(name: "simulate", targets: ["simulate"]),
        .executable(name: "dapr-emulator", targets: ["dapr-emulator"]),
        .library(name: "CivilTime", targets: ["CivilTime"]),
        .library(name: "TodoDomain", targets: ["TodoDomain"]),
        .library(name: "ServicePorts", targets: ["ServicePorts"]),
        .library(name: "TodoPorts", targets: ["TodoPorts"]),
        .library(name: "TodoServices", targets: ["TodoServices"]),
        .library(name: "PostgresClient", targets: ["PostgresClient"]),
        .library(name: "PostgresAdapters", targets: ["PostgresAdapters"]),
        .library(name: "DaprAdapters", targets: ["DaprAdapters", "DaprHTTP"]),
        .library(name: "SimulationKit", targets: ["SimulationKit"]),
        .library(name: "KafkaAdapters", targets: ["KafkaAdapters"]),
        .library(name: "SimulationTesting", targets: ["SimulationTesting"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["JSON"]),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        // The bottom: time, domain and ports. No I/O, no clock, no randomness.
        .target(name: "CivilTime", swiftSettings: habits),
        .target(name: "TodoDomain", dependencies: ["CivilTime"], swiftSettings: habits),
        .target(name: "ServicePorts", dependencies: ["CivilTime"], swiftSettings: habits),
        .target(name: "TodoPorts", dependencies: ["CivilTime", "TodoDomain", "ServicePorts"], swiftSettings: habits),
        // Files in and out: what they say, as values.
        .target(
            name: "TodoFormats", dependencies: ["CivilTime", "TodoDomain", "ServicePorts", "TodoPorts"],
            swiftSettings: habits),

        // The services: actors over pure decisions.
        .target(
            name: "TodoServices",
            dependencies: [
                "CivilTime", "TodoDomain", "ServicePorts", "TodoPorts", "TodoFormats",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
            ],
            swiftSettings: habits
        ),

        // What a Dapr sidecar answers, as values: the simulator's model and the emulator agree because both ask here.
        .target(name: "SidecarRules", dependencies: ["CivilTime", "ServicePorts"], swiftSettings: habits),

        // Every port over Dapr's HTTP interface, as requests and answers; any HTTP library can carry them.
        .target(name: "DaprAdapters", dependencies: ["CivilTime", "ServicePorts"], swiftSettings: habits),

        // The simulator: free of NIO and of every server and C library.
        .target(name: "CSimulationHooks"),
        .target(
            name: "SimulationKit",
            dependencies: ["CivilTime", "ServicePorts", "DaprAdapters", "SidecarRules", "CSimulationHooks"],
            swiftSettings: habits
        ),
        .target(name: "SimulationTesting", dependencies: ["CivilTime", "SimulationKit"], swiftSettings: habits),
        .target(
            name: "TodoSimulations",
            dependencies: [
                "CivilTime", "TodoDomain", "ServicePorts", "TodoPorts", "TodoServices", "SidecarRules",
                "SimulationKit",
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Simulations/TodoSimulations",
            swiftSettings: habits
        ),
        .executableTarget(
            name: "simulate",
            dependencies: [
                "TodoSimulations", "SimulationKit",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Simulations/simulate",
            swiftSettings: habits
        ),

        // The adapters and front doors.
        .target(
            name: "EmbeddedAdapters",
            dependencies: [
                "CivilTime", "TodoDomain", "ServicePorts", "TodoPorts",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: habits
        ),
        // PostgreSQL over libpq: the client knows nothing of todo.
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .target(
            name: "PostgresClient",
            dependencies: [
                "CPostgres",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "HeapModule", package: "swift-collections"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
            ],
            swiftSettings: habits
        ),
        .target(
            name: "PostgresAdapters",
            dependencies: [
                "CivilTime", "TodoDomain", "ServicePorts", "TodoPorts", "PostgresClient",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: habits
        ),
        // Kafka over librdkafka.
        .systemLibrary(
            name: "CKafka", pkgConfig: "rdkafka", providers: [.apt(["librdkafka-dev"]), .brew(["librdkafka"])]),
        .target(
            name: "KafkaAdapters",
            dependencies: [
                "CivilTime", "ServicePorts", "CKafka",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
            ],
            swiftSettings: habits
        ),

        // Compressed messages of WebSockets.
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(
            name: "TodoServer",
            dependencies: [
                "CZlib", "CivilTime", "TodoDomain", "ServicePorts", "TodoPorts", "TodoFormats", "TodoServices",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
                .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            resources: [.embedInCode("Web")],
            swiftSettings: habits
        ),
        .target(
            name: "DaprHTTP",
            dependencies: [
                "CivilTime", "ServicePorts", "DaprAdapters",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ],
            swiftSettings: habits
        ),
        // A test double of Dapr sidecars, over HTTP.
        .target(
            name: "DaprEmulator",
            dependencies: [
                "CivilTime", "ServicePorts", "SidecarRules",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: habits
        ),
        .executableTarget(
            name: "dapr-emulator",
            dependencies: [
                "SidecarRules", "DaprEmulator",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: habits
        ),

        .executableTarget(
            name: "todo",
            dependencies: [
                "CivilTime", "TodoDomain", "ServicePorts", "TodoPorts", "TodoServices", "EmbeddedAdapters",
                "PostgresClient", "PostgresAdapters", "KafkaAdapters", "SidecarRules", "DaprAdapters", "DaprHTTP",
                "TodoServer",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: habits
        ),

        // The contract suites every implementation of a port must pass.
        .target(
            name: "PortContracts",
            dependencies: ["CivilTime", "TodoDomain", "ServicePorts", "TodoPorts"],
            path: "Tests/PortContracts",
            swiftSettings: habits
        ),
        // Servers of the tests' own, brokers as librdkafka plays them, and what a sidecar answers, as cases for
        // everything that passes for one.
        .target(
            name: "PostgresTestSupport", dependencies: ["PostgresClient"], path: "Tests/PostgresTestSupport",
            swiftSettings: habits),
        .target(
            name: "KafkaTestSupport", dependencies: ["CKafka"], path: "Tests/KafkaTestSupport",
            swiftSettings: habits),
        .target(
            name: "SidecarCases", dependencies: ["SidecarRules"], path: "Tests/SidecarCases", swiftSettings: habits),

        // Tests: a folder for each module, then the whole.
        .testTarget(name: "CivilTimeTests", dependencies: ["CivilTime"], swiftSettings: habits),
        .testTarget(
            name: "TodoDomainTests",
            dependencies: ["CivilTime", "TodoDomain", "ServicePorts", "TodoPorts"],
            exclude: ["GoldenSamples"],
            swiftSettings: habits
        ),
        .testTarget(
            name: "TodoFormatsTests",
            dependencies: ["CivilTime", "TodoDomain", "ServicePorts", "TodoPorts", "TodoFormats"],
            swiftSettings: habits),
        .testTarget(
            name: "TodoServicesTests",
            dependencies: [
                "CivilTime", "TodoDomain", "ServicePorts", "TodoPorts", "TodoFormats", "TodoServices",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: habits
        ),
        .testTarget(
            name: "SidecarRulesTests", dependencies: ["CivilTime", "ServicePorts", "SidecarRules"],
            swiftSettings: habits),
        .testTarget(
            name: "DaprAdaptersTests",
            dependencies: [
                "CivilTime", "ServicePorts", "DaprAdapters", "DaprHTTP", "DaprEmulator", "SidecarRules",
                "PortContracts",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: habits
        ),
        .testTarget(
            name: "SimulationKitTests",
            dependencies: [
                "CivilTime", "TodoDomain", "ServicePorts", "TodoPorts", "DaprAdapters", "SidecarRules",
                "SimulationKit", "PortContracts", "SidecarCases",
            ],
            swiftSettings: habits
        ),
        .testTarget(
            name: "SimulationTestingTests",
            dependencies: ["CivilTime", "ServicePorts", "SimulationKit", "SimulationTesting"],
            swiftSettings: habits
        ),
        .testTarget(
            name: "EmbeddedAdaptersTests",
            dependencies: [
                "CivilTime", "TodoDomain", "ServicePorts", "TodoPorts", "EmbeddedAdapters", "PortContracts",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: habits
        ),
        .testTarget(
            name: "PostgresClientTests",
            dependencies: ["PostgresClient", "PostgresTestSupport"],
            swiftSettings: habits
        ),
        .testTarget(
            name: "PostgresAdaptersTests",
            dependencies: [
                "CivilTime", "TodoDomain", "ServicePorts", "TodoPorts", "PostgresClient", "PostgresAdapters",
                "PostgresTestSupport", "PortContracts",
            ],
            swiftSettings: habits
        ),
        .testTarget(
            name: "DaprEmulatorTests",
            dependencies: [
                "CivilTime", "ServicePorts", "SidecarRules", "DaprEmulator", "dapr-emulator", "SidecarCases",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: habits
        ),
        .executableTarget(
            name: "KafkaMember",
            dependencies: [
                "ServicePorts", "KafkaAdapters",
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/KafkaMember",
            swiftSettings: habits
        ),
        .testTarget(
            name: "KafkaAdaptersTests",
            dependencies: [
                "CivilTime", "ServicePorts", "CKafka", "KafkaAdapters", "KafkaMember", "KafkaTestSupport",
                "PortContracts",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
            ],
            swiftSettings: habits
        ),
        .testTarget(
            name: "TodoServerTests",
            dependencies: [
                "CivilTime", "TodoDomain", "ServicePorts", "TodoPorts", "TodoServices", "TodoServer", "KafkaAdapters",
                "KafkaTestSupport", "DaprAdapters", "DaprHTTP", "EmbeddedAdapters", "PostgresClient",
                "PostgresAdapters", "PostgresTestSupport", "todo",
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
            ],
            swiftSettings: habits
        ),
        .testTarget(
            name: "SimulationsTests",
            dependencies: [
                "CivilTime", "TodoDomain", "ServicePorts", "TodoServices", "SimulationKit", "TodoSimulations",
            ],
            swiftSettings: habits
        ),
        .testTarget(
            name: "DeploymentTests",
            dependencies: [
                "CivilTime", "ServicePorts", "TodoPorts", "TodoServices", "DaprAdapters", "todo",
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: habits
        ),
        .testTarget(name: "TidyTests", swiftSettings: habits),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "PostgresClient", "PostgresTestSupport",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
            ],
            swiftSettings: habits
        ),
    ],
    swiftLanguageModes: [.v6]
)
