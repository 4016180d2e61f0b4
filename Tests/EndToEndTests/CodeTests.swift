import TestSupport
import Testing

@Suite("Codes: typed by people")
struct CodeTests {
    let shop: Shop
    let asha: Shop.Referrer

    init() throws {
        shop = try Shop.open()
        asha = try shop.enrol("asha", ["name": "Asha Rao"])
    }

    private func check(_ code: String) throws -> JSONValue {
        let escaped = code.split(separator: " ", omittingEmptySubsequences: false).joined(separator: "%20")
        return try shop.get("/v1/codes/\(escaped)", as: .nobody).expect(200)
    }

    /// The code with hyphens, spaces and small letters in it.
    private var sloppy: String {
        "\(asha.code.prefix(4).lowercased())- \(asha.code.dropFirst(4))"
    }

    @Test("a generated code has eight characters without vowels and lookalikes")
    func generated() {
        #expect(asha.code.count == 8)
        #expect(asha.code.allSatisfy { !"AEIOU01L".contains($0) })
    }

    @Test("anybody may ask whether a code is valid, and hears who recommends and what the invitee gets")
    func valid() throws {
        let answer = try check(asha.code)
        #expect(answer["valid"] == true)
        #expect(answer["program"] == "diwali")
        #expect(answer["referrer"]["display_name"].string.hasPrefix("Asha"))
        #expect(answer["invitee_reward"] != .null)
    }

    @Test("codes are compared without case, hyphens and spaces")
    func compared() throws {
        #expect(try check(sloppy)["valid"] == true)
        let reply = try shop.purchase("1001", by: "c-1", ["code": .string(sloppy)]).expect(201)
        #expect(reply["conversion"].credited == [asha.id])
        #expect(try Browser(shop).follow(asha.code.lowercased()).token != nil)
    }

    @Test("one wrong character is told from an unknown code, with the right one suggested")
    func mistyped() throws {
        for place in 0..<8 {
            var letters = Array(asha.code)
            letters[place] = letters[place] == "T" ? "W" : "T"
            let answer = try check(String(letters))
            #expect(answer["valid"] == false)
            #expect(answer["reason"] == "mistyped")
            #expect(answer["suggestion"] == .string(asha.code))
        }
    }

    @Test("two swapped characters are told from an unknown code, with the right one suggested")
    func swapped() throws {
        var letters = Array(asha.code)
        let place = try #require((0..<7).first { letters[$0] != letters[$0 + 1] })
        letters.swapAt(place, place + 1)
        let answer = try check(String(letters))
        #expect(answer["reason"] == "mistyped")
        #expect(answer["suggestion"] == .string(asha.code))
    }

    @Test("a code that nobody has is unknown")
    func unknown() throws {
        #expect(try check("NOBODY")["valid"] == false)
        #expect(try check("NOBODY")["reason"] == "unknown_code")
    }

    @Test("the code of a suspended referrer is not accepted")
    func suspended() throws {
        try shop.patch("/v1/referrers/\(asha.id)", ["status": "suspended"]).expect(200)
        #expect(try check(asha.code)["reason"] == "referrer_suspended")
        try shop.patch("/v1/referrers/\(asha.id)", ["status": "active"]).expect(200)
        #expect(try check(asha.code)["valid"] == true)
    }

    @Test("no code is accepted while the program is not active")
    func paused() throws {
        try shop.post("/v1/programs/diwali/pause").expect(200)
        #expect(try check(asha.code)["reason"] == "program_not_active")
    }

    @Test("strangers may not try many codes, whoever has a key may")
    func rateLimit() throws {
        let read = try shop.makeKey("read")
        for _ in 0..<300 {
            try shop.get("/v1/codes/NOBODY", as: .key(read)).expect(200)
        }
        var reply = try shop.get("/v1/codes/NOBODY", as: .nobody)
        var count = 0
        while reply.status == 200, count < 1000 {
            reply = try shop.get("/v1/codes/NOBODY", as: .nobody)
            count += 1
        }
        reply.expectProblem(429)
        #expect(Int(reply[field: "Retry-After"] ?? "") ?? 0 > 0)
    }
}

@Suite("Vanity codes: a referrer's own words")
struct VanityCodeTests {
    let shop: Shop
    let asha: Shop.Referrer

    init() throws {
        shop = try Shop.open()
        asha = try shop.enrol("asha")
    }

    private func alias(_ code: String, of referrer: String = "customer:asha") throws -> HTTPReply {
        try shop.post("/v1/referrers/\(referrer)/codes", ["code": .string(code)])
    }

    @Test("an alias works as a link and as a typed code, beside the main code")
    func works() throws {
        try alias("ASHA-10").expect(201)
        #expect(try Browser(shop).follow("asha-10").token != nil)
        #expect(try Browser(shop).follow(asha.code).token != nil)
        #expect(try shop.get("/v1/codes/Asha10", as: .nobody).expect(200)["valid"] == true)
        let reply = try shop.purchase("1001", by: "c-1", ["code": "asha 10"]).expect(201)
        #expect(reply["conversion"].credited == [asha.id])
    }

    @Test("an alias that another referrer has is a conflict")
    func taken() throws {
        try shop.enrol("ravi")
        try alias("ASHA-10").expect(201)
        try alias("asha10", of: "customer:ravi").expectProblem(409)
        try alias(asha.code, of: "customer:ravi").expectProblem(409)
    }

    @Test("words of the server, and what is no code, are refused")
    func refused() throws {
        for code in ["admin", "HEALTHZ", "ab", "asha!", "आशा", "abcdefghijklmnopqrstuvwxyz1234567"] {
            let reply = try alias(code)
            #expect([400, 422].contains(reply.status), "\(code): \(reply)")
            #expect(reply[field: "Content-Type"] == "application/problem+json")
        }
    }

    @Test("a referrer may be enrolled with a vanity code")
    func enrolled() throws {
        let ravi = try shop.enrol("ravi", ["code": "RAVI2026"])
        #expect(ravi.code == "RAVI2026")
        #expect(try Browser(shop).follow("ravi2026").token != nil)
        let taken: JSONValue = ["customer_id": "meera", "code": "ravi-2026"]
        try shop.post("/v1/referrers", taken).expectProblem(409)
        try shop.get("/v1/referrers/customer:meera").expectProblem(404)
    }
}
