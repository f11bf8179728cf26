internal import ArgumentParser
internal import TodoServer

/// Shows the version.
struct VersionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "version", abstract: "Show the version.")

    func run() async throws {
        StandardStream.output.write(line: ProgramVersion.text)
    }
}
