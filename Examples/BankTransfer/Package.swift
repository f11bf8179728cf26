// swift-tools-version: 6.2
import PackageDescription

let simulator = ["ServicePorts", "SimulationKit", "SimulationTesting"].map {
    Target.Dependency.product(name: $0, package: "evolution-of-todo")
}

let package = Package(
    name: "BankTransfer",
    dependencies: [.package(name: "evolution-of-todo", path: "../..")],
    targets: [
        .target(name: "BankTransfer", dependencies: [simulator[0]]),
        .testTarget(name: "BankTransferTests", dependencies: ["BankTransfer"] + simulator),
    ]
)
