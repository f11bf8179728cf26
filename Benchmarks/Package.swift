// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "Benchmarks",
    products: [
        .executable(name: "recurrence-benchmark", targets: ["RecurrenceBenchmark"]),
        .executable(name: "kafka-benchmark", targets: ["KafkaBenchmark"]),
        .executable(name: "postgres-benchmark", targets: ["PostgresBenchmark"]),
    ],
    dependencies: [
        .package(name: "evolution-of-todo", path: ".."),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    ],
    targets: [
        .executableTarget(
            name: "RecurrenceBenchmark",
            dependencies: [
                .product(name: "CivilTime", package: "evolution-of-todo"),
                .product(name: "TodoDomain", package: "evolution-of-todo"),
            ],
            swiftSettings: [.enableUpcomingFeature("InternalImportsByDefault"), .treatAllWarnings(as: .error)]
        ),
        .systemLibrary(name: "CKafkaBare", pkgConfig: "rdkafka", providers: [.apt(["librdkafka-dev"])]),
        .executableTarget(
            name: "KafkaBenchmark",
            dependencies: [
                "CKafkaBare",
                .product(name: "CivilTime", package: "evolution-of-todo"),
                .product(name: "KafkaAdapters", package: "evolution-of-todo"),
                .product(name: "ServicePorts", package: "evolution-of-todo"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: [.enableUpcomingFeature("InternalImportsByDefault"), .treatAllWarnings(as: .error)]
        ),
        .executableTarget(
            name: "PostgresBenchmark",
            dependencies: [
                .product(name: "CivilTime", package: "evolution-of-todo"),
                .product(name: "PostgresAdapters", package: "evolution-of-todo"),
                .product(name: "PostgresClient", package: "evolution-of-todo"),
                .product(name: "ServicePorts", package: "evolution-of-todo"),
                .product(name: "TodoDomain", package: "evolution-of-todo"),
                .product(name: "TodoPorts", package: "evolution-of-todo"),
            ],
            swiftSettings: [.enableUpcomingFeature("InternalImportsByDefault"), .treatAllWarnings(as: .error)]
        ),
    ],
    swiftLanguageModes: [.v6]
)
