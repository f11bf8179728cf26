import SimulationKit

@testable import BankTransfer

/// The database in memory, which survives the crashes of those who use it; every account opens with 100.
final class Database: @unchecked Sendable {
    private var accounts: [String: Account] = [:]
    private(set) var outcomes: [String: Transfer.Outcome] = [:]

    func account(_ name: String) -> Account { accounts[name] ?? Account(name: name, balance: 100, version: 0) }

    func commit(_ changed: [Account], _ outcome: Transfer.Outcome?, _ id: String) throws {
        guard changed.allSatisfy({ account($0.name).version == $0.version }) else { throw LedgerError.conflict }
        for new in changed {
            accounts[new.name] = Account(name: new.name, balance: new.balance, version: new.version + 1)
        }
        if let outcome { outcomes[id] = outcome }
    }
}

/// The database as one life of a node reaches it: every call travels, and may fail with or without effect.
struct SimulatedLedger: Ledger {
    let database: Database
    let environment: NodeEnvironment
    static let errors = CallErrors(
        unavailable: { _ in LedgerError.unavailable }, ambiguous: { _ in LedgerError.ambiguous })

    func account(_ name: String) async throws -> Account {
        try await environment.call("account", errors: Self.errors) { database.account(name) }
    }

    func outcome(ofTransfer id: String) async throws -> Transfer.Outcome? {
        try await environment.call("outcome", errors: Self.errors) { database.outcomes[id] }
    }

    func commit(_ accounts: [Account], outcome: Transfer.Outcome?, ofTransfer id: String) async throws {
        try await environment.call("commit", errors: Self.errors) {
            try database.commit(accounts, outcome, id)
            let changes = accounts.map { "\($0.name) has \($0.balance)" } + (outcome.map { ["\($0)"] } ?? [])
            environment.simulation.note("\(environment.name) commits \(id): \(changes.joined(separator: ", "))")
        }
    }
}

/// The planted bug: the two legs of a transfer are not one transaction.
struct LegByLeg: Ledger {
    let ledger: any Ledger

    func account(_ name: String) async throws -> Account { try await ledger.account(name) }
    func outcome(ofTransfer id: String) async throws -> Transfer.Outcome? { try await ledger.outcome(ofTransfer: id) }
    func commit(_ accounts: [Account], outcome: Transfer.Outcome?, ofTransfer id: String) async throws {
        for account in accounts { try await ledger.commit([account], outcome: nil, ofTransfer: id) }
        try await ledger.commit([], outcome: outcome, ofTransfer: id)
    }
}
