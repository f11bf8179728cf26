import PortContracts
import ServicePorts
import Testing
import TodoPorts

@Suite("The in-memory models keep the same contracts", .timeLimit(.minutes(5)))
struct MemoryModelContractTests {
    @Test("the task store", arguments: TaskStoreContract.cases)
    func taskStore(_ contract: ContractCase<TaskStoreContract>) async throws {
        let store = MemoryTaskStore(epoch: "epoch")
        try await contract.run(on: TaskStoreContract(store: store, clock: SystemClock()))
    }

    @Test("the audit log", arguments: AuditLogContract.cases)
    func auditLog(_ contract: ContractCase<AuditLogContract>) async throws {
        try await contract.run(on: AuditLogContract(log: MemoryAuditLog()))
    }

    @Test("the webhook store", arguments: WebhookStoreContract.cases)
    func webhookStore(_ contract: ContractCase<WebhookStoreContract>) async throws {
        try await contract.run(on: WebhookStoreContract(store: MemoryWebhookStore()))
    }
}
