internal import ArgumentParser
internal import FoundationEssentials
internal import TodoServer

/// Shows the version of the program, and of the time zone data that it would use.
struct VersionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version", abstract: "Show the versions of the program and of the time zone data.")

    @OptionGroup(title: "Settings") var flags: SettingsFlags

    func run() async throws {
        let settings = try SettingsLoader(
            flags: flags.values, environment: ProcessInfo.processInfo.environment
        ).load()
        let zoneData = ZoneDataVersion.read(settings.text(.zoneDirectory))
        StandardStream.output.write(line: "\(ProgramVersion.text)\ntzdata \(zoneData)")
    }
}
