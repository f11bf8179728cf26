import Testing
import TodoDomain

@Suite("URLs of webhooks")
struct WebhookURLTests {
    private func fault(_ text: String, allowsPrivate: Bool = false) -> WebhookURLFault? {
        do throws(WebhookURLFault) {
            _ = try WebhookURL(text, allowsPrivate: allowsPrivate)
            return nil
        } catch {
            return error
        }
    }

    @Test("that are taken, with host and port")
    func taken() throws {
        let plain = try WebhookURL("https://Hooks.Example.com/a/b?c=%20d")
        #expect(plain.host == .name("hooks.example.com") && plain.port == 443 && plain.isSecure)
        let port = try WebhookURL("HTTPS://xn--mnchen-3ya.example:8443")
        #expect(port.host == .name("xn--mnchen-3ya.example") && port.port == 8_443)
        let query = try WebhookURL("https://a_b.example.com?to=https://127.0.0.1/")
        #expect(query.host == .name("a_b.example.com"))
        #expect(address(try WebhookURL("https://8.8.8.8/")) == IPAddress("8.8.8.8"))
        let version6 = try WebhookURL("https://[2606:4700::1111]:443/")
        #expect(address(version6) == IPAddress("2606:4700::1111") && address(version6) != nil)
    }

    @Test("are asked for under the host that was checked, and no other spelling of it")
    func requests() throws {
        let texts = [
            ("https://Hooks.Example.COM", "https://hooks.example.com/"),
            ("HTTPS://hooks.example.com:443/A?b=C", "https://hooks.example.com/A?b=C"),
            ("https://hooks.example.com:8443?x", "https://hooks.example.com:8443/?x"),
            ("https://[2606:4700:0::1111]/", "https://[2606:4700:0:0:0:0:0:1111]/"),
            ("https://8.8.8.8:9443/a", "https://8.8.8.8:9443/a"),
        ]
        for (text, request) in texts { #expect(try WebhookURL(text).requestText == request) }
        #expect(try WebhookURL("http://LocalHost:80/", allowsPrivate: true).requestText == "http://localhost/")
    }

    private func address(_ url: WebhookURL) -> IPAddress? {
        if case .address(let address) = url.host { address } else { nil }
    }

    @Test(
        "that are not",
        arguments: [
            ("", .malformed), ("hooks.example.com", .malformed), ("https:/a.example.com", .malformed),
            ("//a.example.com/", .malformed), ("https://a.example.com/ x", .malformed),
            ("https://a.example.com/#x", .malformed), ("https://a.example.com\\@127.0.0.1/", .malformed),
            ("https://a.example.com/\n", .malformed), ("https://a.example.com/ü", .malformed),
            ("https://a.example.com:x/", .malformed), ("https://a.example.com:0/", .malformed),
            ("https://a.example.com:65536/", .malformed), ("https://a.example.com:443:80/", .malformed),
            ("https://[::1]x/", .malformed), ("https://a.example.com:+443/", .malformed),
            ("http://a.example.com/", .scheme), ("ftp://a.example.com/", .scheme), ("file:///etc/passwd", .scheme),
            ("gopher://a.example.com/", .scheme), ("javascript://a.example.com/", .scheme),
            ("https://user@a.example.com/", .userInfo), ("https://a.example.com:443@127.0.0.1/", .userInfo),
            ("https://a:b@a.example.com/", .userInfo), ("https://@a.example.com/", .userInfo),
            ("https:///x", .host), ("https://a..example.com/", .host), ("https://a.example.com./", .host),
            ("https://-a.example.com/", .host), ("https://a%2eexample.com/", .host), ("https://127.1/", .host),
            ("https://127.0.0.1./", .host), ("https://0177.0.0.1/", .host), ("https://0x7f.0.0.1/", .host),
            ("https://0x7f000001/", .host), ("https://2130706433/", .host), ("https://017700000001/", .host),
            ("https://127.0.0.0x1/", .host), ("https://a.example.com.1/", .host), ("https://[127.0.0.1]/", .host),
            ("https://[::1%25lo]/", .host), ("https://1.2.3.4.5/", .host), ("https://0x/", .host),
            ("https://localhost/", .innerName), ("https://LOCALHOST/", .innerName),
            ("https://api.localhost/", .innerName), ("https://backend-service/", .innerName),
            ("https://metadata.google.internal/", .innerName), ("https://db.svc.cluster.local/", .innerName),
            ("https://1.0.0.127.in-addr.arpa/", .innerName), ("https://nas.lan/", .innerName),
            ("https://a.example.com:22/", .port(22)), ("https://a.example.com:5432/", .port(5_432)),
            ("https://a.example.com:80/", .port(80)), ("https://a.example.com:6379/", .port(6_379)),
            ("https://a.example.com:3500/", .port(3_500)), ("https://a.example.com:10250/", .port(10_250)),
        ] as [(String, WebhookURLFault)])
    func refused(text: String, expected: WebhookURLFault) {
        #expect(fault(text) == expected)
    }

    @Test(
        "that name an address which is not public",
        arguments: [
            "127.0.0.1", "10.0.0.1", "169.254.169.254", "192.168.1.1", "172.16.0.1", "100.64.0.1", "0.0.0.0",
            "255.255.255.255", "224.0.0.1", "192.0.2.1", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::127.0.0.1]",
            "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[2001::1]", "[fd00::1]", "[fe80::1]", "[fec0::1]", "[ff02::1]",
        ])
    func reserved(host: String) {
        guard case .reserved = fault("https://\(host)/") else {
            Issue.record("\(host) is taken: \(String(describing: fault("https://\(host)/")))")
            return
        }
        #expect(fault("http://\(host):8080/", allowsPrivate: true) == nil)
    }

    @Test("are not longer than a limit")
    func length() {
        let begin = "https://a.example.com/"
        let longest = begin + String(repeating: "x", count: WebhookURL.mostCharacters - begin.count)
        #expect(fault(longest) == nil)
        #expect(fault(longest + "x") == .malformed)
        #expect(fault("https://\(String(repeating: "a", count: 64)).example.com/") == .host)
    }

    @Test("say what is wrong, and are as strict in spelling where private ones are allowed")
    func development() {
        #expect(fault("http://localhost:9000/hook", allowsPrivate: true) == nil)
        #expect(fault("http://0x7f.1/", allowsPrivate: true) == .host)
        #expect(fault("ftp://localhost/", allowsPrivate: true) == .scheme)
        #expect(fault("http://a@localhost/", allowsPrivate: true) == .userInfo)
        #expect(fault("https://10.0.0.1/").map(\.description)?.contains("10.0.0.0/8") == true)
        #expect(WebhookURLFault.port(22).description.contains("443, 4443, 8443, 9443"))
    }
}
