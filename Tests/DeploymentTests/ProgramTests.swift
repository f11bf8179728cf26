import DaprAdapters
import Testing
import Yams

@testable import todo

/// The table of applications must say what the program serves.
@Suite("The program and the table of applications")
struct ProgramTests {
    @Test("services have the same ids, commands and ports")
    func services() {
        let found = ClusterService.allCases.map { "\($0.applicationID): serve \($0.rawValue) on \($0.standardPort)" }
        let wanted = Application.all.map { "\($0.id): serve \($0.command) on \($0.port)" }
        #expect(found.sorted() == wanted.sorted())
    }

    @Test("what the run file sets is known to the program")
    func environment() throws {
        let file = ResourceFile(path: RunFile.path, text: try ResourceFile.text(of: RunFile.path))
        for app in file.read().documents.flatMap({ $0.items("apps") }) {
            let set = app.entries("env").map { ($0.name, $0.value.string ?? "") }
            let settings = try SettingsLoader(flags: [:], environment: Dictionary(uniqueKeysWithValues: set)).load()
            let service = try #require(ClusterService.allCases.first { $0.applicationID == app["appID"]?.string })
            #expect((settings.optionalText(.databaseURL) != nil) == service.usesDatabase, "\(service)")
        }
    }

    @Test("a service finds the components that it cannot do without", arguments: ClusterService.allCases)
    func needs(service: ClusterService) throws {
        let application = try #require(Application.named(service.applicationID))
        let settings = try SettingsLoader(flags: [:], environment: [:]).load()
        let components = ResourceSet(try ResourceFile.all(under: "dapr/local")).all("Component")
        let needs = service.needs(settings)
        for need in needs {
            let component = components.first { $0.name == need.name }
            #expect(component?.type.hasPrefix(need.kind.rawValue + ".") == true, "\(need)")
            #expect(component?.scopes.contains(application.id) == true, "\(need)")
        }
        #expect(needs.contains { $0.kind == .secrets } == application.readsSecrets)
        let usesBus = !application.publishes.isEmpty || !application.subscribes.isEmpty
        #expect(needs.contains { $0.kind == .pubSub } == usesBus)
    }
}
