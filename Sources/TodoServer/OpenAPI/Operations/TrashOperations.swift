internal import HTTPTypes
internal import TodoDomain

/// Deleted tasks, and the last change taken back.
enum TrashOperations {
    static let all: [APIOperation] = [
        APIOperation(
            id: "listTrash", method: .get, path: collection, group: .tasks,
            summary: "Lists deleted tasks, the last one first",
            answers: [.json(200, .list(of: .named("TrashedTask")), "What can come back")], examples: [list]),
        APIOperation(
            id: "emptyTrash", method: .delete, path: collection, group: .tasks, summary: "Empties the trash",
            parameters: APIParameter.command, answers: [.empty(204, "Deleted tasks are gone for good")],
            refusals: .ofCommand + .ofNoInput, examples: [empty]),
        APIOperation(
            id: "getTrashedTask", method: .get, path: item, group: .tasks, summary: "Reads a deleted task",
            parameters: [id],
            answers: [
                .json(200, .named("TrashedTask"), "The task as it was", headers: [.entityTag])
            ], examples: [read]),
        APIOperation(
            id: "purgeTask", method: .delete, path: item, group: .tasks, summary: "Takes a deleted task away for good",
            parameters: [id] + APIParameter.command, answers: [.empty(204, "It is gone for good")],
            refusals: .ofCommand + .ofNoInput, examples: [purge]),
        APIOperation(
            id: "restoreTask", method: .post, path: item + "/restore", group: .tasks,
            summary: "Brings a deleted task back",
            details: "It comes with the subtasks that were deleted with it. Reminders whose time has passed do not.",
            parameters: [id, .ifMatch] + APIParameter.command,
            answers: [
                .json(
                    200, .named("Task"), "The task as it is now", headers: [.entityTag, .location],
                    links: TaskOperations.links("$response.body#/id"))
            ], refusals: .ofCommand + .ofNoInput + [.conflict, .versionMismatch], examples: [restore]),
        APIOperation(
            id: "undo", method: .post, path: "/api/{user_id}/undo", group: .tasks,
            summary: "Takes the user's last change back",
            details: "Taking that back does it again. What has changed since is left as it is, with 409.",
            parameters: APIParameter.command,
            answers: [.json(200, .named("Undone"), "What is there by now")],
            refusals: .ofCommand + .ofNoInput + [.conflict, .notFound], examples: [undo, undoNothing]),
    ]

    private static let collection = "/api/{user_id}/trash"
    private static let item = collection + "/{id}"
    private static let id = APIParameter.path("id", .identity, "The deleted task")
    private static let deleted = ["create-task", "delete-task"]
    private static let place = ["id": "1"]

    private static let list = APIExample(
        name: "list-trash", text: "Each with the subtasks that come back with it", after: deleted, status: 200)
    private static let empty = APIExample(name: "empty-trash", text: "For good", after: deleted, status: 204)
    private static let read = APIExample(
        name: "read-trashed", text: "One deleted task", after: deleted, path: place, status: 200)
    private static let purge = APIExample(
        name: "purge-task", text: "One deleted task, for good", after: deleted, path: place, status: 204)
    private static let restore = APIExample(
        name: "restore-task", text: "A deleted task comes back", after: deleted, path: place, status: 200)
    private static let undo = APIExample(
        name: "undo", text: "A new task is taken away", after: ["create-task"], status: 200,
        answer: ["removed_task_id": 1])
    private static let undoNothing = APIExample(
        name: "undo-nothing", text: "There is nothing to take back", status: 409)
}
