import EmbeddedAdapters
import Foundation
import PortContracts
import ServicePorts
import Testing

@Suite("SQLite keeps the contracts of the ports", .timeLimit(.minutes(5)))
struct ContractTests {
    @Test("the event bus", arguments: EventBusContract.cases)
    func eventBus(_ contract: ContractCase<EventBusContract>) async throws {
        try await withDatabase { database in
            try await withBus(database) { bus in
                try await contract.run(on: EventBusContract(bus: bus, deadLetters: bus, clock: SystemClock()))
            }
        }
    }

    @Test("the state store", arguments: StateStoreContract.cases)
    func stateStore(_ contract: ContractCase<StateStoreContract>) async throws {
        try await withDatabase { database in
            let store = SQLiteStateStore(database: database, clock: SystemClock())
            try await contract.run(on: StateStoreContract(store: store, clock: SystemClock()))
        }
    }

    @Test("the job scheduler", arguments: JobSchedulerContract.cases)
    func jobScheduler(_ contract: ContractCase<JobSchedulerContract>) async throws {
        try await withDatabase { database in
            try await withScheduler(database) { scheduler in
                try await contract.run(on: JobSchedulerContract(scheduler: scheduler, clock: SystemClock()))
            }
        }
    }

    @Test("the service invoker", arguments: ServiceInvokerContract.cases)
    func serviceInvoker(_ contract: ContractCase<ServiceInvokerContract>) async throws {
        let invoker = LocalServiceInvoker(clock: SystemClock())
        try await contract.run(on: ServiceInvokerContract(invoker: invoker, host: invoker, clock: SystemClock()))
    }

    @Test("the task store", arguments: TaskStoreContract.cases)
    func taskStore(_ contract: ContractCase<TaskStoreContract>) async throws {
        try await withDatabase { database in
            let store = SQLiteTaskStore(database: database)
            try await contract.run(on: TaskStoreContract(store: store, clock: SystemClock()))
        }
    }

    @Test("the audit log", arguments: AuditLogContract.cases)
    func auditLog(_ contract: ContractCase<AuditLogContract>) async throws {
        try await withDatabase { try await contract.run(on: AuditLogContract(log: SQLiteAuditLog(database: $0))) }
    }

    @Test("the access store", arguments: AccessStoreContract.cases)
    func accessStore(_ contract: ContractCase<AccessStoreContract>) async throws {
        try await withDatabase { database in
            try await contract.run(
                on: AccessStoreContract(
                    store: SQLiteAccessStore(database: database), accounts: SQLiteAccountStore(database: database)))
        }
    }

    @Test("the account store", arguments: AccountStoreContract.cases)
    func accountStore(_ contract: ContractCase<AccountStoreContract>) async throws {
        try await withDatabase { database in
            try await contract.run(on: AccountStoreContract(store: SQLiteAccountStore(database: database)))
        }
    }

    @Test("the registry of users and their secret links", arguments: UserRegistryContract.cases)
    func userRegistry(_ contract: ContractCase<UserRegistryContract>) async throws {
        try await withDatabase { database in
            try await contract.run(
                on: UserRegistryContract(
                    users: SQLiteUserRegistry(database: database), feeds: SQLiteCalendarFeedStore(database: database),
                    accounts: SQLiteAccountStore(database: database), audit: SQLiteAuditLog(database: database),
                    tasks: SQLiteTaskStore(database: database)))
        }
    }

    @Test("the webhook store", arguments: WebhookStoreContract.cases)
    func webhookStore(_ contract: ContractCase<WebhookStoreContract>) async throws {
        try await withDatabase { database in
            try await contract.run(
                on: WebhookStoreContract(
                    store: SQLiteWebhookStore(database: database), users: SQLiteUserRegistry(database: database)))
        }
    }

    private static let secrets: [(name: String, value: String)] = [
        ("jwt-key", "a secret of 32 letters and digits"), ("password.admin", "p=w \"ü\" #1"),
    ]

    @Test("secrets from the environment", arguments: SecretStoreContract.cases)
    func environmentSecrets(_ contract: ContractCase<SecretStoreContract>) async throws {
        let environment = [
            "TODO_SECRET_JWT_KEY": ContractTests.secrets[0].value,
            "TODO_SECRET_PASSWORD_ADMIN": ContractTests.secrets[1].value,
        ]
        let store = EnvironmentSecretStore(environment: environment)
        try await contract.run(on: SecretStoreContract(store: store, secrets: ContractTests.secrets))
    }

    @Test("secrets from a directory", arguments: SecretStoreContract.cases)
    func directorySecrets(_ contract: ContractCase<SecretStoreContract>) async throws {
        let directory = try TemporaryDirectory()
        for secret in ContractTests.secrets {
            try secret.value.write(toFile: "\(directory.path)/\(secret.name)", atomically: true, encoding: .utf8)
        }
        let store = DirectorySecretStore(directory: directory.path)
        try await contract.run(on: SecretStoreContract(store: store, secrets: ContractTests.secrets))
        withExtendedLifetime(directory) {}
    }
}
