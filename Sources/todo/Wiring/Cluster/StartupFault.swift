internal import DaprAdapters
internal import DaprHTTP
internal import PostgresAdapters
internal import PostgresClient
internal import ServicePorts

/// Says in one line why a service cannot start, and what to do.
enum StartupFault {
    /// The work's answer; throws what it throws, or `ProgramFault` in place of what an adapter throws.
    static func translated<Answer>(_ work: () async throws -> Answer) async throws -> Answer {
        do {
            return try await work()
        } catch let error as PostgresError {
            throw ProgramFault(line(error))
        } catch let error as SchemaError {
            throw ProgramFault(error.message)
        } catch let error as DaprEndpointError {
            throw SettingsFault(error.description)
        } catch let error as DaprStartupError {
            throw ProgramFault(error.description)
        } catch let error as EventBusError {
            throw ProgramFault(error.message)
        }
    }

    private static func line(_ error: PostgresError) -> String {
        let remedy: String? =
            switch error.code {
            case .refused where error.state == .insufficientPrivilege:
                "give the role what the services need: todo migrate --grant-to ROLE"
            case .connecting where error.isNobodyThere:
                "start it, or name another with \(Setting.databaseURL.flag ?? "")"
            case .connecting, .refused:
                "check the user and its password (\(Setting.databasePasswordFile.flag ?? "")), and the database's name"
            default: nil
            }
        return [error.description, remedy].compactMap { $0 }.joined(separator: "; ")
    }
}

extension PostgresError {
    /// True when no server answered; one that did says `FATAL` and why.
    fileprivate var isNobodyThere: Bool { !message.contains("FATAL") }
}
