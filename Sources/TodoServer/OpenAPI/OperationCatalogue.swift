/// Which operations there are, by what serves them.
enum OperationCatalogue {
    /// Operations of a front door with those surfaces, in the order in which people read them.
    static func operations(of surfaces: [FrontDoor.Surface]) -> [APIOperation] {
        sorted(surfaces.flatMap(operations) + ServerOperations.all)
    }

    /// Every operation that any front door serves.
    static let everything = sorted(
        PageOperations.all + AccountOperations.all + AccessOperations.all + tasks + FileOperations.all
            + WebhookOperations.all + UpdateOperations.all + ServerOperations.all)

    private static let tasks =
        TaskOperations.all + BulkOperations.all + TrashOperations.all + SavedFilterOperations.all + SeriesOperations.all
        + ReminderOperations.all + TagOperations.all + SettingsOperations.all
        + AuditOperations.all

    private static func operations(of surface: FrontDoor.Surface) -> [APIOperation] {
        switch surface {
        case .page: PageOperations.all
        case .accounts: AccountOperations.all
        case .tasks: tasks
        case .access: AccessOperations.all
        case .files: FileOperations.all
        case .webhooks: WebhookOperations.all
        case .realtime: UpdateOperations.all
        // Somebody else's routes, which are no part of what users and operators ask.
        case .foreign, .direct: []
        }
    }

    private static func sorted(_ operations: [APIOperation]) -> [APIOperation] {
        APIOperation.Group.allCases.flatMap { group in operations.filter { $0.group == group } }
    }
}
