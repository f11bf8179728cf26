// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "Benchmarks",
    products: [
        .executable(name: "recurrence-benchmark", targets: ["RecurrenceBenchmark"]),
        .executable(name: "postgres-benchmark", targets: ["PostgresBenchmark"]),
    ],
    dependencies: [.package(name: "evolution-of-todo", path: "..")],
    targets: [
        .executableTarget(
            name: "RecurrenceBenchmark",
            dependencies: [
                .product(name: "CivilTime", package: "evolution-of-todo"),
                .product(name: "TodoDomain", package: "evolution-of-todo"),
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
