import Foundation
import PortContracts
import PostgresAdapters
import PostgresClient
import ServicePorts
import Testing

@Suite("PostgreSQL keeps the contracts of the ports", .timeLimit(.minutes(5)))
struct ContractTests {
    @Test("the task store", arguments: TaskStoreContract.cases)
    func taskStore(_ contract: ContractCase<TaskStoreContract>) async throws {
        try await Databases.withStore { store in
            // An outbox that nobody was given yet is empty.
            try await store.waitForOutbox(after: 0)
            try await contract.run(on: TaskStoreContract(store: store, clock: SystemClock()))
        }
    }

    @Test("the audit log", arguments: AuditLogContract.cases)
    func auditLog(_ contract: ContractCase<AuditLogContract>) async throws {
        try await Databases.withPool { pool in
            try await contract.run(on: AuditLogContract(log: PostgresAuditLog(pool: pool)))
        }
    }

    @Test("the access store", arguments: AccessStoreContract.cases)
    func accessStore(_ contract: ContractCase<AccessStoreContract>) async throws {
        try await Databases.withPool { pool in
            try await contract.run(
                on: AccessStoreContract(
                    store: PostgresAccessStore(pool: pool), accounts: PostgresAccountStore(pool: pool)))
        }
    }

    @Test("the account store", arguments: AccountStoreContract.cases)
    func accountStore(_ contract: ContractCase<AccountStoreContract>) async throws {
        try await Databases.withPool { pool in
            try await contract.run(on: AccountStoreContract(store: PostgresAccountStore(pool: pool)))
        }
    }

    @Test("the registry of users and their secret links", arguments: UserRegistryContract.cases)
    func userRegistry(_ contract: ContractCase<UserRegistryContract>) async throws {
        try await Databases.withPool { pool in
            try await contract.run(
                on: UserRegistryContract(
                    users: PostgresUserRegistry(pool: pool), feeds: PostgresCalendarFeedStore(pool: pool),
                    accounts: PostgresAccountStore(pool: pool), audit: PostgresAuditLog(pool: pool),
                    tasks: PostgresTaskStore(pool: pool)))
        }
    }

    @Test("the webhook store", arguments: WebhookStoreContract.cases)
    func webhookStore(_ contract: ContractCase<WebhookStoreContract>) async throws {
        try await Databases.withPool { pool in
            try await contract.run(
                on: WebhookStoreContract(
                    store: PostgresWebhookStore(pool: pool), users: PostgresUserRegistry(pool: pool)))
        }
    }
}
