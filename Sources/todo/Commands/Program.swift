internal import ArgumentParser
internal import TodoServer

/// Runs the command line: exit status 0 when all went well, 1 when the work failed, 2 when it was asked wrongly, and 64
/// when what it was asked about makes no sense.
@main
enum Program {
    static func main() async {
        do {
            var command = try TodoCommand.parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            TodoCommand.exit(withError: ExitCode(report(error)))
        }
    }

    /// Says what went wrong in one line and answers the exit status.
    private static func report(_ error: any Error) -> Int32 {
        switch error {
        case let fault as SettingsFault:
            StandardStream.error.write(line: "todo: \(fault)")
            return 2
        case let fault as InputFault:
            StandardStream.error.write(line: "todo: \(fault)")
            return 64
        case let fault as ProgramFault:
            StandardStream.error.write(line: "todo: \(fault)")
            return 1
        default:
            guard TodoCommand.exitCode(for: error) != .success else {
                StandardStream.output.write(line: TodoCommand.fullMessage(for: error))
                return 0
            }
            guard TodoCommand.exitCode(for: error) == .validationFailure else {
                StandardStream.error.write(line: "todo: \(error)")
                return 1
            }
            let message = TodoCommand.message(for: error).split(separator: "\n").joined(separator: " ")
            StandardStream.error.write(line: "todo: \(message) (see 'todo --help')")
            return 2
        }
    }
}
