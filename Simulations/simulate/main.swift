internal import ArgumentParser

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Runs what the command line says.
///
/// Bad usage ends with status 2 and one clear line.
func runCommandLine() async {
    do {
        var command = try Simulate.parseAsRoot()
        if var asynchronous = command as? any AsyncParsableCommand {
            try await asynchronous.run()
        } else {
            try command.run()
        }
    } catch {
        guard Simulate.exitCode(for: error) == .validationFailure else { Simulate.exit(withError: error) }
        let message = Simulate.message(for: error).split(separator: "\n").first ?? "bad usage"
        StandardError.print("simulate: \(message)")
        exit(2)
    }
}

await runCommandLine()
