import TestSupport
import Testing

@Suite("slowhttptest: slow clients hold nobody up", .enabled(if: SystemProgram.isInstalled("slowhttptest")))
struct SlowClientTests {
    enum Mode: String, CaseIterable {
        case headers = "-H"
        case body = "-B"
        case ranges = "-R"
        case reading = "-X"

        var arguments: [String] {
            switch self {
            case .headers: ["-x", "24"]
            case .body: ["-s", "65536", "-x", "24"]
            case .ranges: ["-a", "1", "-b", "3000"]
            case .reading: ["-k", "10", "-w", "10", "-y", "20", "-n", "1", "-z", "5"]
            }
        }
    }

    @Test("others are answered all the while, and nothing is left of them", arguments: Mode.allCases)
    func attacked(mode: Mode) throws {
        let shop = try Shop()
        let url = "http://127.0.0.1:\(shop.server.port)/healthz"
        let words = [
            "slowhttptest", mode.rawValue, "-u", url, "-c", "100", "-r", "100", "-l", "3", "-i", "1", "-p", "60",
        ]
        let attacker = try SystemProgram.start(words + mode.arguments)
        let client = try shop.server.connect()
        while !attacker.hasEnded {
            #expect(try client.call("GET", "/healthz").status == 200)
            #expect(try shop.get("/readyz").status == 200)
        }
        client.close()
        #expect(try attacker.wait() == .exit(0), "\(attacker.output.all)")
        #expect(attacker.output.all.firstMatch(of: /service available:[^A-Z]*NO/) == nil)
        #expect(try shop.figure("grapevine_http_connections_total") > 100)
        try shop.waitUntilAllHaveGone()
        try shop.get("/healthz", as: .nobody).expect(200)
    }
}
