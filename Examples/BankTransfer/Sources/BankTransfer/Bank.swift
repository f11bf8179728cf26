import ServicePorts

/// Money that a customer wants moved; a repeated request carries the same identifier.
struct Transfer: Codable, Sendable {
    let id, from, to: String
    let amount: Int

    enum Outcome: String, Codable, Sendable { case moved, refused }

    /// The operation by which customers ask for it.
    static let method = ServiceMethod<Transfer, Outcome>(service: "bank", name: "transfer")
}

/// An account as it was read; its version tells whether it has changed since.
struct Account: Sendable {
    let name: String
    var balance: Int
    let version: Int
}

enum LedgerError: Error { case conflict, unavailable, ambiguous }

/// The port of the database.
protocol Ledger: Sendable {
    func account(_ name: String) async throws -> Account
    func outcome(ofTransfer id: String) async throws -> Transfer.Outcome?
    /// Writes the accounts and the outcome, or nothing; throws `conflict` when an account is no longer as it was read.
    func commit(_ accounts: [Account], outcome: Transfer.Outcome?, ofTransfer id: String) async throws
}

/// Moves money between accounts, each transfer once, however often it is asked for.
actor Bank {
    private let ledger: any Ledger
    private nonisolated let executor: any SerialExecutor

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(ledger: any Ledger, executor: any SerialExecutor) {
        (self.ledger, self.executor) = (ledger, executor)
    }

    func perform(_ transfer: Transfer) async throws -> Transfer.Outcome {
        while true {
            if let known = try await ledger.outcome(ofTransfer: transfer.id) { return known }
            var (source, target) = try await (ledger.account(transfer.from), ledger.account(transfer.to))
            let moves = source.name != target.name && transfer.amount > 0 && source.balance >= transfer.amount
            source.balance -= transfer.amount
            target.balance += transfer.amount
            let outcome = moves ? Transfer.Outcome.moved : .refused
            do {
                try await ledger.commit(moves ? [source, target] : [], outcome: outcome, ofTransfer: transfer.id)
                return outcome
            } catch LedgerError.conflict {
                continue  // Somebody else moved money here; look again.
            }
        }
    }
}
