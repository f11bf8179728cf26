internal import Glibc
internal import NIOCore
internal import ServiceLifecycle

/// The server, whose failure to listen is told in plain words.
struct ListeningService: Service {
    let server: any Service
    let host: String
    let port: Int

    func run() async throws {
        do {
            try await server.run()
        } catch let error as IOError {
            throw ProgramFault(reason(error))
        } catch is SocketAddressError.UnknownHost {
            throw ProgramFault("no machine is named '\(host)'; give an address of this one with --host")
        }
    }

    private func reason(_ error: IOError) -> String {
        switch error.errnoCode {
        case EADDRINUSE:
            "port \(port) of \(host) is in use by another program; stop that one or choose another with --port"
        case EACCES: "port \(port) of \(host) needs rights that this program has not; choose one above 1023 with --port"
        case EADDRNOTAVAIL: "\(host) is no address of this machine; give one that is with --host"
        default: "cannot listen on port \(port) of \(host): \(error)"
        }
    }
}
