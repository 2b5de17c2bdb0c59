import LoopIO
import Testing

@Suite struct EndpointTests {
    @Test(arguments: [
        ("tcp:127.0.0.1:7314", Endpoint.tcp(host: "127.0.0.1", port: 7314)),
        ("tcp:[::1]:7314", .tcp(host: "::1", port: 7314)),
        ("tcp:[fe80::1%eth0]:1", .tcp(host: "fe80::1%eth0", port: 1)),
        ("tcp:localhost:0", .tcp(host: "localhost", port: 0)),
        ("tcp:0.0.0.0:65535", .tcp(host: "0.0.0.0", port: 65535)),
        ("unix:/run/a.socket", .unix(path: "/run/a.socket")),
        ("unix:relative:with:colons", .unix(path: "relative:with:colons")),
    ])
    func readsWhatItWrites(_ text: String, _ endpoint: Endpoint) {
        #expect(Endpoint(text) == endpoint)
        #expect(endpoint.description == text)
    }

    @Test(arguments: [
        "", "tcp", "tcp:", "tcp:7314", "tcp::7314", "tcp:host:", "tcp:host:+80", "tcp:host:-1",
        "tcp:host:65536", "tcp:host:8 0", "tcp: host:80", "tcp:::1:80", "tcp:[::1]80",
        "tcp:[::1:80", "tcp:::1]:80", "tcp:[]:80", "tcp:[host]:80", "tcp:[[::1]]:80", "unix:",
        "unix:/a\0b", "udp:127.0.0.1:1", "TCP:127.0.0.1:1", "/run/a.socket",
    ])
    func refuses(_ text: String) {
        #expect(Endpoint(text) == nil)
    }

    @Test(arguments: [
        ("127.0.0.1", "127.0.0.1", true), ("127.9.9.9", "127.9.9.9", true), ("::1", "::1", true),
        ("::ffff:127.0.0.1", "127.0.0.1", true), ("::ffff:10.0.0.7", "10.0.0.7", false),
        ("10.127.0.0", "10.127.0.0", false), ("2001:db8::1", "2001:db8::1", false),
    ])
    func peer(_ text: String, _ address: String, _ isLocal: Bool) {
        #expect(Peer(ip: text) == Peer(address: address, isLocal: isLocal))
    }
}
