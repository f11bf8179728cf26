// swift-tools-version: 6.2
import PackageDescription

/// The habits of every target: private imports, no warnings.
let habits: [SwiftSetting] = [.enableUpcomingFeature("InternalImportsByDefault"), .treatAllWarnings(as: .error)]

/// A module of the package that is measured.
func measured(_ product: String) -> Target.Dependency { .product(name: product, package: "evolution-of-todo") }

let package = Package(
    name: "Benchmarks",
    products: [
        .executable(name: "recurrence-benchmark", targets: ["RecurrenceBenchmark"]),
        .executable(name: "kafka-benchmark", targets: ["KafkaBenchmark"]),
        .executable(name: "postgres-benchmark", targets: ["PostgresBenchmark"]),
        .executable(name: "relay-benchmark", targets: ["RelayBenchmark"]),
        .executable(name: "dapr-benchmark", targets: ["DaprBenchmark"]),
        .executable(name: "fan-out-load", targets: ["FanOutLoad"]),
        .executable(name: "api-load", targets: ["APILoad"]),
        .executable(name: "reminder-load", targets: ["ReminderLoad"]),
    ],
    dependencies: [
        .package(name: "evolution-of-todo", path: ".."),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    ],
    targets: [
        // What several benchmarks share: figures and events, brokers, users who create tasks.
        .target(
            name: "BenchmarkSupport",
            dependencies: [measured("CivilTime"), measured("ServicePorts")],
            swiftSettings: habits
        ),
        .systemLibrary(name: "CKafkaBare", pkgConfig: "rdkafka", providers: [.apt(["librdkafka-dev"])]),
        .target(name: "MockKafka", dependencies: ["CKafkaBare"], swiftSettings: habits),
        .target(
            name: "TaskWorkload",
            dependencies: [
                measured("CivilTime"), measured("ServicePorts"), measured("TodoDomain"), measured("TodoPorts"),
            ],
            swiftSettings: habits
        ),

        // The load generators are free of everything else, so that their own cost is their own.
        .systemLibrary(name: "CEpoll"),
        .target(name: "LoadSupport", dependencies: ["CEpoll"], swiftSettings: habits),
        .executableTarget(name: "FanOutLoad", dependencies: ["LoadSupport"], swiftSettings: habits),
        .executableTarget(name: "APILoad", dependencies: ["LoadSupport"], swiftSettings: habits),
        .executableTarget(name: "ReminderLoad", dependencies: ["LoadSupport"], swiftSettings: habits),

        .executableTarget(
            name: "RecurrenceBenchmark",
            dependencies: [measured("CivilTime"), measured("TodoDomain")],
            swiftSettings: habits
        ),
        .executableTarget(
            name: "KafkaBenchmark",
            dependencies: [
                "BenchmarkSupport", "CKafkaBare", "MockKafka",
                measured("CivilTime"), measured("KafkaAdapters"), measured("ServicePorts"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: habits
        ),
        .executableTarget(
            name: "PostgresBenchmark",
            dependencies: [
                "TaskWorkload", measured("PostgresAdapters"), measured("PostgresClient"), measured("TodoDomain"),
                measured("TodoPorts"),
            ],
            swiftSettings: habits
        ),
        .executableTarget(
            name: "RelayBenchmark",
            dependencies: [
                "BenchmarkSupport", "MockKafka", "TaskWorkload",
                measured("CivilTime"), measured("KafkaAdapters"), measured("PostgresAdapters"),
                measured("PostgresClient"), measured("ServicePorts"), measured("TodoDomain"), measured("TodoPorts"),
                measured("TodoServices"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: habits
        ),
        .executableTarget(
            name: "DaprBenchmark",
            dependencies: [
                "BenchmarkSupport", measured("dapr-emulator"), measured("CivilTime"), measured("DaprAdapters"),
                measured("ServicePorts"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: habits
        ),
    ],
    swiftLanguageModes: [.v6]
)
