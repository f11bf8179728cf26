// swift-tools-version: 6.2
import PackageDescription

func of(_ name: String) -> Target.Dependency { .product(name: name, package: "evolution-of-todo") }

let package = Package(
    name: "DaprService",
    dependencies: [
        .package(name: "evolution-of-todo", path: "../.."),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .target(name: "OrderCounter", dependencies: [of("CivilTime"), of("ServicePorts")]),
        .executableTarget(
            name: "order-counter",
            dependencies: [
                "OrderCounter", of("ServicePorts"), of("DaprAdapters"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        .testTarget(
            name: "OrderCounterTests",
            dependencies: [
                "OrderCounter", of("CivilTime"), of("ServicePorts"), of("SimulationKit"), of("SimulationTesting"),
            ]),
    ]
)
