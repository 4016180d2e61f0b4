import Foundation
import TestSupport
import Testing

@Suite("Exports")
struct ExportTests {
    private static let tables = [
        "clicks", "events", "orders", "conversions", "credits", "rewards", "ledger", "referrers", "codes", "links",
        "programs",
    ]

    private let shop: Shop
    private let asha: Shop.Referrer

    init() throws {
        shop = try Shop.open()
        asha = try shop.enrol("asha", ["name": "Asha \"Dee\", Rao", "tags": ["gold", "ur"]])
    }

    private func export(_ table: String, _ format: String = "csv", _ more: String...) throws -> String {
        let words = ["export", table, "--format", format, "--database", shop.database]
        let result = try GrapevineCommand.run(words + more)
        #expect(result.ending == .exit(0), "\(result)")
        return result.output
    }

    /// The rows of a CSV export by the names of their columns.
    private func rows(_ table: String, _ more: String...) throws -> [[String: String?]] {
        let words = ["export", table, "--format", "csv", "--database", shop.database]
        let lines = CSV.rows(try GrapevineCommand.run(words + more).output)
        let columns = try #require(lines.first).map { $0 ?? "" }
        return lines.dropFirst().map { line in
            #expect(line.count == columns.count)
            return Dictionary(uniqueKeysWithValues: zip(columns, line))
        }
    }

    private func objects(_ table: String) throws -> [JSONValue] {
        try export(table, "ndjson").split(separator: "\n").map { try JSONValue(text: Array($0.utf8)) }
    }

    @Test("have in both formats the same columns, rows and values", arguments: tables)
    func formats(table: String) throws {
        let token = try Browser(shop).follow(asha.code).token
        try shop.signup("c-1", .touch(token: token)).expect(201)
        try shop.purchase("1001", by: "c-1").expect(201)
        let (rows, objects) = (try rows(table), try objects(table))
        #expect(!rows.isEmpty)
        #expect(rows.count == objects.count)
        for (row, object) in zip(rows, objects) {
            #expect(Set(row.keys) == Set(object.members.keys))
            for (column, value) in row {
                let expected: String? =
                    switch object[column] {
                    case .null: nil
                    case .string(let text): text
                    // A nested value: what of it is not a text of its own is compared as JSON.
                    default: value
                    }
                #expect(value == expected, "\(column)")
                if case .integer(let number) = object[column] { #expect(value == "\(number)") }
            }
        }
    }

    @Test("show conversions, rewards and referrers with the API's values")
    func likeAPI() throws {
        try shop.purchase("1001", by: "c-1", ["code": .string(asha.code)]).expect(201)
        for (table, path) in [("conversions", "conversions"), ("rewards", "rewards"), ("referrers", "referrers")] {
            let shown = try shop.read("/v1/\(path)")["data"][0]
            let exported = try #require(try objects(table).first)
            for (name, value) in shown.members where name != "credits" && name != "links" {
                #expect(exported[name] == value, "\(table) \(name)")
            }
        }
        let credit = try #require(try objects("credits").first)
        #expect(credit["referrer"].string == asha.id)
        #expect(credit["basis_points"] == 10_000)
        #expect(credit["amount"] == 129_900)
        #expect(credit["currency"] == "INR")
    }

    @Test("show clicks with all that is known of them")
    func clicks() throws {
        try Browser(shop).follow("\(asha.code)?ch=WhatsApp", fields: ["Referer": "https://chat.example/room"])
        try Browser(shop).follow(asha.code, fields: ["User-Agent": "WhatsApp/2.23"])
        let clicks = try rows("clicks")
        try #require(clicks.count == 2)
        #expect(clicks.map { $0["class"] } == ["human", "preview"])
        #expect(clicks.map { $0["class_rule"] } == ["browser", "preview:whatsapp/"])
        #expect(clicks.map { $0["referrer"] } == [asha.id, asha.id])
        #expect(clicks[0]["channel"] == "whatsapp")
        #expect(clicks[0]["user_agent"] == Browser.userAgent)
        #expect(clicks[0]["referring_host"] == "chat.example")
        #expect(clicks[0]["program"] == "diwali")
        #expect(clicks[0]["code"] == asha.code)
        #expect(clicks[1]["channel"] == .some(nil))
        #expect(try #require(clicks[0]["id"] ?? nil).hasPrefix("clk_"))
        #expect(try rows("links").map { $0["id"] } == [clicks[0]["link"]])
    }

    @Test("keep quotes, commas and line ends in CSV")
    func quoting() throws {
        let body = "{\"type\": \"signup\",\r\n \"event_id\": \"s,1\", \"customer\": {\"id\": \"=1+1\"}}\n"
        try shop.send("POST", "/v1/events", shop.keyed(), body: Array(body.utf8)).expect(201)
        #expect(try rows("referrers")[0]["name"] == "Asha \"Dee\", Rao")
        let event = try #require(try rows("events").first)
        #expect(event["event_id"] == "s,1")
        #expect(event["customer"] == "=1+1")
        #expect(event["body"] == body)
        let object = try #require(try objects("events").first)
        #expect(object["body"]["customer"]["id"] == "=1+1")
    }

    @Test("begin with --from and end before --to, each row being in just one of two ranges")
    func range() throws {
        for order in ["1", "2", "3"] { try shop.purchase(order, by: "c-\(order)").expect(201) }
        let all = try rows("orders")
        let recorded = all.compactMap { $0["recorded_at"] ?? nil }
        try #require(recorded.count == 3)
        for table in ["orders", "events", "conversions"] {
            #expect(try rows(table, "--from", recorded[1]).map { $0["order_id"] } == ["2", "3"])
            #expect(try rows(table, "--to", recorded[1]).map { $0["order_id"] } == ["1"])
            #expect(try rows(table, "--from", recorded[1], "--to", recorded[2]).map { $0["order_id"] } == ["2"])
        }
        let tomorrow = Moment.now.adding(days: 1).text.prefix(10)
        #expect(try rows("orders", "--from", String(tomorrow)).isEmpty)
        #expect(try rows("orders", "--to", String(tomorrow)).count == 3)
        #expect(try rows("codes", "--from", String(tomorrow)).isEmpty)
        #expect(try rows("codes", "--to", String(tomorrow)).count == 1)
    }

    @Test("of an order go by when the server recorded it, not by when it is said to have happened")
    func recordedTime() throws {
        let longAgo = Moment.now.adding(days: -20)
        try shop.purchase("old", by: "c-1", ["occurred_at": .string(longAgo.text)]).expect(201)
        let yesterday = Moment.now.adding(days: -1).text
        #expect(try rows("orders", "--from", yesterday).map { $0["occurred_at"] } == [longAgo.text])
        #expect(try rows("orders", "--to", yesterday).isEmpty)
    }

    @Test("go over more rows than a page without a gap or a repetition")
    func pages() throws {
        let load = try Load(shop, code: asha.code)
        try load.wait(forOrders: 600)
        #expect(load.stop() == [])
        let orders = load.acknowledged.orders
        for table in ["orders", "events", "conversions"] {
            let found = try rows(table).compactMap { $0["order_id"] ?? nil }
            #expect(found.count == orders.count)
            #expect(Set(found) == orders)
        }
        #expect(try rows("credits").count == orders.count)
    }

    @Test("call the ledger's entries by either name, with points without a currency")
    func entries() throws {
        try shop.purchase("1001", by: "c-1", ["code": .string(asha.code)]).expect(201)
        let entry = try #require(try rows("entries").first)
        #expect(try export("entries") == export("ledger"))
        #expect(entry["amount"] == "6495")
        #expect(entry["currency"] == "INR")
        #expect(entry["to"] == "held:\(asha.id)")
        #expect(entry["cause"] == "granted")
    }

    @Test(
        "that can't be meant are refused with 64 and the words for it",
        arguments: [
            (["sales", "--format", "csv"], "conversions"), (["clicks", "--format", "xlsx"], "ndjson"),
            (["clicks"], "--format"), (["clicks", "--format", "csv", "--from", "yesterday"], "yesterday"),
            (["clicks", "--format", "csv", "--from", "2026-11-02", "--to", "2026-11-02"], "before --to"),
        ])
    func refused(arguments: [String], words: String) throws {
        let result = try GrapevineCommand.run(["export"] + arguments + ["--database", shop.database])
        #expect(result.ending == .exit(64))
        #expect(result.output.isEmpty)
        #expect(result.errors.contains(words), "\(result.errors)")
    }

    @Test("into a pipe that nobody empties hold up neither the writer nor its log")
    func stalledPipe() throws {
        let folder = try TemporaryFolder()
        let padding = String(repeating: "x", count: 400_000)
        func report(_ number: Int) throws {
            let body: JSONValue = ["properties": ["padding": .string(padding)]]
            try shop.signup("c-\(number)", body).expect(201)
        }
        for number in 0..<40 { try report(number) }
        let pipe = folder.path("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        let words = ["export", "events", "--format", "ndjson", "--database", shop.database]
        let export = try GrapevineCommand.start(words, output: pipe)
        let reading = try #require(FileHandle(forReadingAtPath: pipe))
        // It has begun, and has far more to say than a pipe holds.
        var text = try #require(try reading.read(upToCount: 1))
        for number in 40..<160 { try report(number) }
        let attributes = try FileManager.default.attributesOfItem(atPath: shop.database + "-wal")
        let bytes = try #require((attributes[.size] as? NSNumber)?.intValue)
        #expect(bytes < 40 << 20, "120 events of 400 kB were written")
        text += try #require(try reading.readToEnd())
        #expect(try export.wait() == .exit(0))
        #expect(text.count(where: { $0 == UInt8(ascii: "\n") }) == 40)
    }

    @Test("tell their progress on a terminal, and nowhere else")
    func progress() throws {
        let folder = try TemporaryFolder()
        let words = ["export", "codes", "--format", "csv", "--database", shop.database]
        let told = try GrapevineCommand.runOnTerminal(words, output: folder.path("codes.csv"))
        #expect(told.contains("1 rows of codes written"))
        let written = try String(contentsOfFile: folder.path("codes.csv"), encoding: .utf8)
        #expect(CSV.rows(written).count == 2)
        #expect(!written.contains("rows of"))
        #expect(try GrapevineCommand.run(words).errors.isEmpty)
    }
}
