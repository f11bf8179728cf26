import ServicePorts
import SimulationKit
import SimulationTesting
import Testing

@testable import BankTransfer

@Suite struct BankTransferTests {
    @Test(arguments: Seeds(1...300))
    func moneyIsConserved(seed: Seed) throws {
        try simulate(seed, steps: transfers) { try await bankUnderFaults($0, $1, ledger: { $0 }) }
    }

    @Test func legsWithoutATransactionAreFound() async throws {
        let failure = await #expect(throws: SimulationTestFailure.self) {
            try await simulate(seeds: 1...50, steps: transfers) {
                try await bankUnderFaults($0, $1, ledger: { LegByLeg(ledger: $0) })
            }
        }
        print(failure?.description ?? "")
        #expect(failure?.assertion == "always \"money is conserved\"")
        #expect((1...3).contains(failure?.steps.count ?? 0))
    }
}

let names = ["Ada", "Ben", "Cleo"]

/// What the customers ask for.
@Sendable func transfers(_ random: SimulationRandom) -> [Transfer] {
    (1...30).map { number in
        let (from, step) = (random.below(3), 1 + random.below(2))
        return Transfer(id: "t\(number)", from: names[from], to: names[(from + step) % 3], amount: 1 + random.below(60))
    }
}

/// Two replicas of the bank serve their customers for a virtual minute under faults, then without.
func bankUnderFaults(
    _ world: World, _ transfers: [Transfer], ledger: @escaping @Sendable (any Ledger) -> any Ledger
) async throws {
    let (conserved, solvent) = (world.always("money is conserved"), world.always("no account is negative"))
    let (repeated, refused) = (world.sometimes("a customer asks again"), world.sometimes("a transfer is refused"))
    let (simulation, database) = (world.simulation, Database())
    let network = SimulatedServiceInvoker(simulation)
    for replica in 1...2 {
        simulation.addNode(named: "bank-\(replica)") { environment in
            let connection = ledger(SimulatedLedger(database: database, environment: environment))
            let bank = Bank(ledger: connection, executor: environment.lane(named: "bank"))
            try await network.view(for: environment).serve(Transfer.method) { try await bank.perform($0) }
        }
    }
    @Sendable func ask(for transfer: Transfer) async throws {
        while true {
            do {
                let bank = network.view(for: simulation.outside)
                refused(try await bank.invoke(Transfer.method, transfer, timeout: .seconds(3)) == .refused)
                return solvent(names.allSatisfy { database.account($0).balance >= 0 })
            } catch is InvocationError {
                repeated()
                try await simulation.clock.sleep(for: .seconds(1))
            }
        }
    }
    for transfer in transfers {
        simulation.spawn(named: transfer.id) { try await ask(for: transfer) }
        try await simulation.clock.sleep(for: .milliseconds(20))
    }
    try await simulation.clock.sleep(for: .seconds(60))
    try await world.eventually("every transfer has an outcome") { database.outcomes.count == transfers.count }
    let balances = names.map { database.account($0).balance }
    conserved(balances.reduce(0, +) == 300, "\(balances) do not make 300")
}
