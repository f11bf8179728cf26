internal import CivilTime
internal import HTTPTypes
internal import TodoDomain
internal import TodoServices

/// One operation of a bulk request.
struct BulkOperation {
    /// What to do.
    enum Action: String, CaseIterable {
        case create, update, complete, reopen, delete
    }

    /// The most operations of one request.
    static let most = 100

    let action: Action
    let id: TaskID?
    let version: Int64?
    private let fields: JSONValue?

    /// What a request for the operation alone is answered with when it is carried out.
    var successStatus: HTTPResponse.Status {
        switch action {
        case .create: .created
        case .delete: .noContent
        case .update, .complete, .reopen: .ok
        }
    }

    /// The operations of a body `{"operations": […]}`.
    ///
    /// Throws a `Problem` that names every fault of their shape, so that nothing is done of a request that cannot be
    /// understood.
    static func all(in body: JSONValue) throws(Problem) -> [BulkOperation] {
        var reader = JSONObjectReader(body)
        let value = reader.member("operations")
        try reader.finish()
        guard case .array(let items)? = value, !items.isEmpty else {
            let found = value.map(\.kindName) ?? "nothing"
            throw .invalid([
                .init(
                    pointer: "/operations", code: "missing", detail: "expected an array of operations, found \(found)")
            ])
        }
        guard items.count <= most else {
            throw .invalid([
                .init(
                    pointer: "/operations", code: "too_long",
                    detail: "expected at most \(most) operations, found \(items.count)")
            ])
        }
        var faults: [Problem.Fault] = []
        let operations = items.enumerated().compactMap { BulkOperation($1, at: "/operations/\($0)", &faults) }
        guard faults.isEmpty else { throw .invalid(faults) }
        return operations
    }

    private init?(_ item: JSONValue, at pointer: String, _ faults: inout [Problem.Fault]) {
        var reader = JSONObjectReader(item, at: pointer)
        let name = reader.requiredString("action")
        let action = name.flatMap(Action.init)
        if let name, action == nil {
            let actions = Action.allCases.map(\.rawValue).joined(separator: ", ")
            reader.fault("action", "invalid", "'\(name.prefix(40))' is no action; use \(actions)")
        }
        fields = action == .create || action == .update ? reader.member("task") : nil
        if fields == nil, action == .create || action == .update {
            reader.fault("task", "missing", "the task's fields are required")
        }
        let id = action == .create ? nil : reader.integer("id")
        if let action, action != .create, id == nil, reader.faults.isEmpty {
            reader.fault("id", "missing", "the identity of the task is required")
        }
        version = action == .create ? nil : reader.integer("version")
        self.id = id.map { TaskID($0) }
        do {
            try reader.finish()
        } catch {
            faults += error.faults
        }
        guard let action else { return nil }
        self.action = action
    }

    /// The command; throws `ValidationFailure` for fields that are not acceptable.
    func command(zones: some ZoneDatabase) throws(ValidationFailure) -> TaskCommand {
        let id = id ?? TaskID(0)
        switch action {
        case .create: return .create(try TaskInput(json: fields ?? .null, mode: .create, zones: zones))
        case .update: return .update(id, try TaskInput(json: fields ?? .null, mode: .patch, zones: zones))
        case .complete, .reopen:
            var input = TaskInput()
            input.completed = .set(action == .complete)
            return .update(id, input)
        case .delete: return .delete(id)
        }
    }
}
