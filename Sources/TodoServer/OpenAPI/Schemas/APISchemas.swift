internal import TodoDomain

/// The named schemas of the document; each resource has a file of its own.
enum APISchemas {
    /// By name, each once.
    static let all: [String: APISchema] = {
        let resources = [
            SharedSchemas.all, AccountSchemas.all, AccessSchemas.all, FileSchemas.all, TaskSchemas.all,
            TaskInputSchemas.all, BulkSchemas.all, TrashSchemas.all, SavedFilterSchemas.all, SeriesSchemas.all,
            ReminderSchemas.all, TagSchemas.all, SettingsSchemas.all, AuditSchemas.all, UpdateSchemas.all,
            WebhookSchemas.all,
        ]
        return Dictionary(resources.flatMap { Array($0) }) { first, _ in
            preconditionFailure("two schemas have one name: \(first)")
        }
    }()
}
