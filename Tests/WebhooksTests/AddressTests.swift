import Base
import Journal
import Testing

@testable import Webhooks

@Suite("Addresses of programs")
struct AddressTests {
    @Test(
        "no private network, link or special address is public (RFC 6890)",
        arguments: [
            "127.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.19.0.1", "::1", "::", "fe80::1", "fc00::1", "fd12::1",
            "ff02::1",
            "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::10.0.0.1", "2001:db8::1", "2002:7f00:1::", "2001::1",
            "::127.0.0.1",
        ])
    func notPublic(text: String) throws { #expect(try #require(NetworkAddress(text)).isPublic == false) }

    @Test(
        "what lies beside them is public",
        arguments: [
            "1.1.1.1", "9.255.255.255", "11.0.0.1", "172.15.0.1", "172.32.0.1", "192.167.1.1", "169.253.1.1",
            "100.128.0.1", "223.1.1.1",
            "2606:4700::1111", "2a00:1450::1", "2001:4860::8888", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1",
        ])
    func isPublic(text: String) throws { #expect(try #require(NetworkAddress(text)).isPublic) }

    @Test("only https may be subscribed to; in a demonstration also http, which is called on this machine alone")
    func schemes() {
        #expect(WebhookAddress("https://press.example/hook?x=1", isDemo: false) != nil)
        #expect(WebhookAddress("http://localhost:9000/", isDemo: true) != nil)
        for wrong in [
            "http://press.example/", "https://", "ftp://press.example", "https://user:pass@press.example/",
            "press.example",
            "https://press.example/#part", "https://press.example/ x", "javascript:alert(1)", "",
        ] { #expect(WebhookAddress(wrong, isDemo: false) == nil, "\(wrong)") }
    }

    @Test(
        "a program in a private network is not called, by number or by name",
        arguments: [
            "https://127.0.0.1:1/", "https://localhost:1/", "https://[::1]:1/", "https://10.0.0.1/",
            "https://2130706433/", "https://0x7f.1/",
        ])
    func forbidden(text: String) async throws {
        let address = try #require(WebhookAddress(text, isDemo: false))
        #expect(await WebhookCaller.http(isDemo: false).call(address, [], "{}") == .forbidden)
    }

    @Test("a demonstration calls nothing but this machine")
    func demonstration() async throws {
        let address = try #require(WebhookAddress("https://1.1.1.1/", isDemo: true))
        #expect(await WebhookCaller.http(isDemo: true).call(address, [], "{}") == .forbidden)
        let nobody = try #require(WebhookAddress("http://127.0.0.1:1/", isDemo: true))
        #expect(await WebhookCaller.http(isDemo: true).call(nobody, [], "{}") == .unreachable)
    }

    @Test("verbs are named one by one, or all of a kind")
    func patterns() throws {
        let one = try #require(WebhookSubscription.VerbPattern("case.filed"))
        #expect(one.matches("case.filed") && !one.matches("case.filed-again"))
        let all = try #require(WebhookSubscription.VerbPattern("case.*"))
        #expect(all.matches("case.filed") && !all.matches("cases.filed") && !all.matches("case"))
        for wrong in ["", "*", ".*", "Case.filed", "case filed", "case.", "ca*e.filed"] {
            #expect(WebhookSubscription.VerbPattern(wrong) == nil, "\(wrong)")
        }
    }

    @Test("the signature is that of Standard Webhooks' own example")
    func signature() {
        // From the specification's reference libraries: secret, id, timestamp and body with their signature.
        let secret = WebhookSecret(base64: "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        let signature = secret?.signature(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330, body: #"{"test": 2432232314}"#)
        #expect(signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }
}
