import Testing
import Wire

@testable import CLI

@Suite("Settings")
struct SettingsTests {
    @Test("a setting has one name as flag, variable and key")
    func names() {
        #expect(Setting.clickWait.flag == "--click-wait")
        #expect(Setting.clickWait.variable == "GRAPEVINE_CLICK_WAIT")
        #expect(Setting(key: "click_wait") == .clickWait)
        #expect(Setting(key: "click-wait") == nil)
    }

    @Test("the command line wins, then the environment, then the file; an empty variable counts as none")
    func order() throws {
        let file = try ConfigurationFile(path: "x.yaml", bytes: Array("readers: 1\nreactors: 2\nclick_wait: 3".utf8))
        let environment = ["GRAPEVINE_READERS": "4", "GRAPEVINE_REACTORS": "5", "GRAPEVINE_CLICK_WAIT": ""]
        let given = GivenSettings(flags: [.readers: "7"], environment: { environment[$0] }, file: file)
        let settings = try ServeSettings(given)
        #expect(settings.readers == 7)
        #expect(settings.http.reactors == 5)
        #expect(settings.clickWaitMilliseconds == 3)
    }

    @Test("without anything given every setting has its default")
    func defaults() throws {
        let settings = try ServeSettings(GivenSettings(flags: [:], environment: { _ in nil }, file: nil))
        #expect(settings.http.listen.map(\.description) == ["127.0.0.1:8080"])
        #expect(settings.secretFile == "grapevine.db.secret")
        #expect(settings.durability == .full)
        #expect(settings.publicURL == nil)
    }

    @Test("the secret file follows the database")
    func secretFile() throws {
        #expect(try settings([.database: "/data/shop.db"]).secretFile == "/data/shop.db.secret")
    }

    @Test(
        "addresses are HOST:PORT or unix:PATH, several with commas between",
        arguments: [
            ("127.0.0.1:0", ["127.0.0.1:0"]), ("[::1]:80,localhost:65535", ["[::1]:80", "localhost:65535"]),
            (" a:1 , b:2 ", ["a:1", "b:2"]), ("unix:/run/a b.sock", ["unix:/run/a b.sock"]),
            ("unix:here:1,[::]:8080", ["unix:here:1", "[::]:8080"]),
        ])
    func addresses(text: String, expected: [String]) throws {
        #expect(try settings([.listen: text]).http.listen.map(\.description) == expected)
    }

    @Test("a Unix socket is for its owner and group, unless its mode is given", arguments: ["600", "0600", "777", "0"])
    func socketMode(mode: String) throws {
        #expect(try settings([.listen: "unix:a"]).http.listen == [.unix(path: "a", mode: 0o660)])
        let expected = try #require(UInt32(mode, radix: 8))
        let listen = try settings([.listen: "unix:a", .socketMode: mode]).http.listen
        #expect(listen == [.unix(path: "a", mode: expected)])
    }

    @Test("inherited sockets take the default address's place, and stand beside one that was given")
    func inherited() throws {
        let inherited = [ListenAddress.inherited(descriptor: 3), .inherited(descriptor: 4)]
        #expect(try settings([:], inherited: inherited).http.listen == inherited)
        let both = try settings([.listen: "a:1"], inherited: inherited).http.listen
        #expect(both == [.tcp(host: "a", port: 1)] + inherited)
    }

    @Test("proxies are trusted by address, range or the word unix")
    func trustedProxies() throws {
        #expect(try settings([:]).http.trustedProxies.isEmpty)
        let ranges = try settings([.trustedProxy: "10.0.0.0/8, 192.0.2.7,::1 ,unix"]).http.trustedProxies
        #expect(ranges.map(\.description) == ["10.0.0.0/8", "192.0.2.7/32", "::1/128", "unix"])
    }

    @Test("every limit on clients can be set")
    func limits() throws {
        let numbers: [Setting] = [
            .maxConnections, .maxConnectionsPerAddress, .maxRequestsPerConnection, .maxRequestLineBytes, .maxHeadBytes,
            .maxFields, .maxBodyBytes, .maxDecodedBytes, .maxPipelinedBytes, .maxUnsentBytes, .headSeconds,
            .bodySeconds, .minBodyRate, .idleSeconds, .writeSeconds, .drainSeconds,
        ]
        // Each with a value of its own, so that none stands for another.
        var flags: [Setting: String] = [.accessLog: "on"]
        for (place, setting) in numbers.enumerated() { flags[setting] = String(2000 + place) }
        let http = try settings(flags).http
        let found = [
            http.quotas.connections, http.quotas.connectionsPerAddress, http.quotas.requestsPerConnection,
            http.limits.requestLineBytes, http.limits.headBytes, http.limits.fieldCount, http.limits.bodyBytes,
            http.limits.decodedBodyBytes, http.quotas.pipelinedBytes, http.quotas.unsentBytes, http.times.headSeconds,
            http.times.bodySeconds, http.times.bodyBytesPerSecond, http.times.idleSeconds, http.times.writeSeconds,
            http.drainSeconds,
        ]
        #expect(found == numbers.indices.map { 2000 + $0 })
        #expect(http.logsAccess)
        #expect(try !settings([:]).http.logsAccess)
    }

    @Test("limits that hang together follow each other")
    func followingLimits() throws {
        #expect(try settings([.maxBodyBytes: "2048"]).http.limits.decodedBodyBytes == 2048)
        #expect(try settings([.maxHeadBytes: "2048"]).http.limits.requestLineBytes == 2048)
        #expect(try settings([:]).http.quotas.connectionsPerAddress == nil)
        #expect(try settings([.minBodyRate: "0"]).http.times.bodyBytesPerSecond == 0)
    }

    @Test("a request line longer than the head is refused, whichever of the two was given")
    func lineAndHead() throws {
        let refused: [[Setting: String]] = [
            [.maxRequestLineBytes: "20000"], [.maxRequestLineBytes: "3000", .maxHeadBytes: "2999"],
        ]
        for flags in refused {
            #expect {
                try settings(flags)
            } throws: { error in
                let words = (error as? Failure)?.words ?? ""
                return words.hasPrefix("--max-request-line-bytes \(flags[.maxRequestLineBytes] ?? ""): ")
                    && words.contains("--max-head-bytes")
            }
        }
        #expect(try settings([.maxRequestLineBytes: "3000", .maxHeadBytes: "3000"]).http.limits.headBytes == 3000)
    }

    @Test(
        "what can't be meant is refused with its place, its value and what would be right",
        arguments: [
            (Setting.listen, "8080"), (.listen, ":8080"), (.listen, "::1:80"), (.listen, "a:65536"), (.listen, "a:+8"),
            (.listen, "a:1,"), (.clickWait, "-1"), (.clickWait, "60001"), (.clickWait, "1 s"), (.readers, "٣"),
            (.durability, "FULL"), (.logLevel, "loud"), (.publicURL, "shop.example"),
            (.publicURL, "https://shop.example/?a"), (.publicURL, "https://u@shop.example"),
            (.cookieDomain, "shop..example"),
            (.cookieDomain, "https://shop.example"), (.database, ""), (.listen, "unix:"), (.listen, "unix:/a,"),
            (.socketMode, "888"), (.socketMode, "1777"), (.socketMode, "+60"), (.socketMode, "rw"),
            (.trustedProxy, "10.0.0.1/8"), (.trustedProxy, "proxy"), (.trustedProxy, "10.0.0.1,"), (.trustedProxy, "*"),
            (.accessLog, "true"), (.maxFields, "0"), (.maxConnectionsPerAddress, "0"), (.minBodyRate, "-1"),
        ])
    func refused(setting: Setting, text: String) {
        #expect {
            try settings([setting: text])
        } throws: { error in
            guard let failure = error as? Failure else { return false }
            return failure.status == .validationFailure && failure.words.hasPrefix("\(setting.flag) \(text): give ")
        }
    }

    private func settings(_ flags: [Setting: String], inherited: [ListenAddress] = []) throws -> ServeSettings {
        try ServeSettings(GivenSettings(flags: flags, environment: { _ in nil }, file: nil), inherited: inherited)
    }
}
