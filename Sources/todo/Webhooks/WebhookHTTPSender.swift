internal import AsyncHTTPClient
internal import CivilTime
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import TodoDomain
internal import TodoPorts
internal import TodoServer

/// Sends webhooks over HTTP, to addresses that it has checked and to no other.
///
/// The name is resolved here, each of its addresses is checked, and the client is told the one to connect to, so that a
/// name whose addresses change between the check and the connection (DNS rebinding) leads nowhere else. TLS and the
/// header `Host` keep the name. A redirection is an answer like any other.
struct WebhookHTTPSender: WebhookSender {
    let resolver: any HostResolver
    let allowsPrivate: Bool
    let group: any EventLoopGroup
    /// How long connecting, sending and waiting for the answer's head may take.
    var timeout: TimeAmount = .seconds(10)

    func send(_ message: WebhookMessage) async -> WebhookAnswer {
        do throws(WebhookURLFault) {
            let (url, addresses) = try await WebhookURL.resolved(
                message.url, allowsPrivate: allowsPrivate, by: resolver)
            // Attempts take the addresses in turn, as one of them may be out of reach from here.
            let turn = Int(message.sentAt.millisecondsSinceEpoch / 1_000 % 1_000_000)
            return await post(message, to: url, at: addresses[turn % addresses.count])
        } catch {
            return .refused(error)
        }
    }

    private func post(_ message: WebhookMessage, to url: WebhookURL, at address: IPAddress) async -> WebhookAnswer {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.proxy = nil
        configuration.httpVersion = .http1Only
        configuration.timeout.connect = timeout
        configuration.timeout.read = timeout
        if case .name(let name) = url.host {
            // The client looks the address up under the host as it reads it, and would ask a resolver for another one.
            guard URL(string: url.requestText)?.host == name else { return .refused(.host) }
            configuration.dnsOverride = [name: address.description]
        }
        let client = HTTPClient(eventLoopGroupProvider: .shared(group), configuration: configuration)
        let answer = await answer(of: client, to: message, at: url.requestText)
        // Ends the connection too: of the answer only its status is wanted, however much there is of it.
        try? await client.shutdown()
        return answer
    }

    private func answer(of client: HTTPClient, to message: WebhookMessage, at url: String) async -> WebhookAnswer {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        request.headers.add(name: "user-agent", value: "Evolution-of-Todo-Webhooks/1")
        for header in WebhookSignature.headers(of: message) {
            request.headers.add(name: header.name, value: header.value)
        }
        request.body = .bytes(ByteBuffer(bytes: message.body))
        do {
            return .answered(status: Int(try await client.execute(request, timeout: timeout).status.code))
        } catch let error as HTTPClientError {
            let slow: [HTTPClientError] = [.deadlineExceeded, .connectTimeout, .readTimeout, .tlsHandshakeTimeout]
            return .failed(
                slow.contains(error)
                    ? "there was no answer within \(timeout.nanoseconds / 1_000_000_000) seconds"
                    : "there was no good answer: \(error.description)")
        } catch {
            return .failed("there was no connection, or its certificate was not good")
        }
    }
}

extension WebhookHTTPSender {
    /// What a process sends through.
    init(_ process: ServingProcess) {
        self.init(
            resolver: SystemHostResolver(threads: process.resolverThreads),
            allowsPrivate: process.settings.text(.webhookAllowPrivate) == "on", group: process.group)
    }
}

extension WebhookSurface {
    /// Webhooks as a process serves them.
    init(_ process: ServingProcess, store: any WebhookStore, authenticator: Authenticator) {
        self.init(
            store: store, resolver: SystemHostResolver(threads: process.resolverThreads),
            allowsPrivate: process.settings.text(.webhookAllowPrivate) == "on", authenticator: authenticator)
    }
}
