internal import TodoDomain
internal import TodoPorts

extension TaskStoreContract {
    static let tagCases: [ContractCase<TaskStoreContract>] = [
        .init("tags come when asked for, by folded name") { try await $0.listsTags() },
        .init("renaming a tag renames it on every task and raises their versions") { try await $0.renamesTags() },
        .init("removing a tag takes it off every task and raises their versions") { try await $0.removesTags() },
    ]

    func listsTags() async throws {
        let user = user("tags")
        let tags = [Tag(name: "zoo", colour: "#112233"), Tag(name: "Apple"), Tag(name: "éclair")]
        try await commit(tags.map(Effect.putTag), of: user)
        try await commit([.putTag(Tag(name: "ZOO", colour: "#445566"))], of: user)
        let found = try await snapshot(user, tags: true).tags
        try require(
            found == [Tag(name: "Apple"), Tag(name: "ZOO", colour: "#445566"), Tag(name: "éclair")], "found \(found)")
        try require(try await snapshot(user).tags.isEmpty, "tags came unasked")
    }

    func renamesTags() async throws {
        let user = user("rename")
        let ids = try await identifiers(2)
        let tagged = ContractTasks.task(ids[0], of: user, tags: ["work", "Home"])
        let plain = ContractTasks.task(ids[1], of: user, tags: ["work"])
        try await commit([.putTag(Tag(name: "home")), .putTask(tagged), .putTask(plain)], of: user)
        try await commit([.renameTag(from: "HOME", to: "House")], of: user)
        let renamed = try await snapshot(user, task: tagged.id, tags: true)
        try require(renamed.task?.tags == ["work", "House"], "tags are \(String(describing: renamed.task?.tags))")
        try require(renamed.task?.version == 2, "the version is \(String(describing: renamed.task?.version))")
        try require(renamed.tags == [Tag(name: "House")], "the user's tags are \(renamed.tags)")
        try require(try await snapshot(user, task: plain.id).task == plain, "a task without the tag changed")
    }

    func removesTags() async throws {
        let user = user("untag")
        let ids = try await identifiers(2)
        let tagged = ContractTasks.task(ids[0], of: user, tags: ["Home", "work"])
        let plain = ContractTasks.task(ids[1], of: user, tags: ["work"])
        try await commit([.putTag(Tag(name: "Home")), .putTag(Tag(name: "work"))], of: user)
        try await commit([.putTask(tagged), .putTask(plain)], of: user)
        try await commit([.removeTag(name: "home")], of: user)
        let left = try await snapshot(user, task: tagged.id, tags: true)
        try require(left.task?.tags == ["work"] && left.task?.version == 2, "left \(String(describing: left.task))")
        try require(left.tags == [Tag(name: "work")], "the user's tags are \(left.tags)")
        try require(try await snapshot(user, task: plain.id).task == plain, "a task without the tag changed")
    }
}
