import TestSupport
import Testing

@Suite("grapevine attribute: one document in, one out")
struct AttributeCommandTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func run(_ text: String) throws -> GrapevineCommand.Result {
        try folder.write(text, to: "document.json")
        return try GrapevineCommand.run(["attribute"], input: folder.path("document.json"))
    }

    private func answer(_ document: JSONValue) throws -> JSONValue {
        let result = try run("\(document)")
        #expect(result.ending == .exit(0), "\(result)")
        #expect(result.errors.isEmpty)
        return try JSONValue(text: Array(result.output.utf8))
    }

    /// A converted journey; each letter is a click of that referrer, a second after the one before.
    private func journey(_ path: String, id: String = "j1", amount: Int64 = 1003, _ more: JSONValue = [:]) -> JSONValue
    {
        let touchpoints = path.enumerated().map { place, referrer -> JSONValue in
            [
                "id": .string("t\(place)"), "referrer": .string(String(referrer)), "kind": "click", "channel": "web",
                "time_ms": .integer(1_759_000_000_000 + Int64(place) * 1000),
            ]
        }
        let journey: JSONValue = [
            "id": .string(id), "customer": ["id": "c"], "touchpoints": .array(touchpoints),
            "conversion": ["time_ms": 1_760_000_000_000, "amount_minor": .integer(amount)],
        ]
        return journey.with(more)
    }

    @Test("the document of the description is answered as it says, to the octet")
    func example() throws {
        let result = try run(
            """
            { "model": "position_based",
              "params": {"policy": "code_first", "disqualified_referrers": ["X1"]},
              "journeys": [
                { "id": "j1",
                  "customer": {"id": "cust-1", "own_referrers": ["R7"], "became_customer_ms": 1750000000000, "bound_referrer": "R2"},
                  "touchpoints": [
                    {"id": "t1", "referrer": "R1", "kind": "click", "channel": "web", "time_ms": 1759000000000},
                    {"id": "t2", "referrer": null, "kind": "view", "channel": null, "time_ms": 1759500000000} ],
                  "conversion": {"time_ms": 1760000000000, "amount_minor": 1999, "previous_time_ms": 1758000000000},
                  "observed_until_ms": 1760000000000 },
                { "id": "j2", "customer": {"id": "cust-2"}, "touchpoints": [], "conversion": null } ] }
            """)
        #expect(
            result.output == """
                {"results":[{"converted":true,"credits":[{"amount_minor":1999,"bps":10000,"referrer":"R1"}],"id":"j1",\
                "touchpoints":[{"id":"t1","status":"eligible"},{"id":"t2","reason":"no_referrer","status":"excluded"}],\
                "unattributed_bps":0,"unattributed_minor":0},
                {"converted":false,"credits":[],"id":"j2","unattributed_bps":0,"unattributed_minor":0}]}

                """)
    }

    @Test("P Q P R S by 40/20/40 is divided as in the worked example")
    func workedExample() throws {
        let result = try answer(["model": "position_based", "journeys": [journey("PQPRS")]])["results"][0]
        #expect(result["credits"].list.map { $0["referrer"].string } == ["P", "Q", "R", "S"])
        #expect(result["credits"].list.map { $0["bps"].integer } == [4667, 667, 666, 4000])
        #expect(result["credits"].list.map { $0["amount_minor"].integer } == [468, 67, 67, 401])
    }

    @Test(
        "amounts of all 64 bits are divided exactly, by learned models too",
        arguments: [Int64.max, .min, -.max], ["linear", "time_decay", "markov", "shapley"])
    func wideAmounts(amount: Int64, model: String) throws {
        // A, alone in one of a thousand journeys, has a tiny effect.
        let many = (0..<1000).map { journey("B", id: "b\($0)", amount: 1) }
        let result = try answer([
            "model": .string(model), "params": ["value": "rate"],
            "journeys": .array(
                many + [journey("AC", id: "wide", amount: amount), journey("A", id: "one", amount: amount)]),
        ])
        let wide = result["results"].list.suffix(2)
        for journey in wide {
            let parts = journey["credits"].list.compactMap { $0["amount_minor"].integer }
            #expect(parts.reduce(0, +) == amount, "\(journey)")
        }
    }

    @Test("an id that stands for two touches is an error of its journey alone")
    func conflict() throws {
        let touch: JSONValue = ["id": "t0", "referrer": "Z", "kind": "click", "time_ms": 0]
        let broken = journey("A", id: "broken")
        let touchpoints = JSONValue.array(broken["touchpoints"].list + [touch])
        let results = try answer([
            "model": "last_touch",
            "journeys": [broken.with(["touchpoints": touchpoints]), journey("B", id: "whole")],
        ])["results"]
        #expect(results[0] == ["id": "broken", "error": "conflicting_touchpoint_id"])
        #expect(results[1]["credits"][0]["referrer"] == "B")
    }

    @Test("journeys that did not convert earn nothing, teach a chain, and show their touches to it")
    func unconverted() throws {
        let lost = journey("A", id: "lost", ["conversion": .null])
        let answer = try answer(["model": "markov", "journeys": [journey("AB"), lost, journey("B", id: "j3")]])
        #expect(answer["results"][1]["credits"] == [])
        #expect(answer["results"][1]["unattributed_bps"] == 0)
        #expect(answer["results"][1]["touchpoints"] == [["id": "t0", "status": "eligible"]])
        #expect(answer["population"]["journeys"] == 3)
        #expect(answer["population"]["conversions"] == 2)
        #expect(answer["population"]["referrers"].list.map { $0["share_bps"].integer } == [3333, 6667])
    }

    @Test("windows by kind may be of kinds that nobody knows, and null is none")
    func unknownKinds() throws {
        let podcast: JSONValue = ["id": "p", "referrer": "A", "kind": "podcast", "time_ms": 1_759_999_999_000]
        let click: JSONValue = ["id": "c", "referrer": "A", "kind": "click", "time_ms": 0]
        let result = try answer([
            "model": "linear",
            "params": [
                "lookback_ms_by_kind": ["podcast": 5, "click": .null], "eligible_kinds": ["click", "podcast"],
            ],
            "journeys": [journey("", ["touchpoints": [podcast, click]])],
        ])["results"][0]
        #expect(
            result["touchpoints"] == [
                ["id": "c", "status": "eligible"], ["id": "p", "status": "excluded", "reason": "outside_window"],
            ])
    }

    @Test(
        "is refused as a whole, with one line on standard error",
        arguments: [
            ("", "no JSON"), ("[]", "must be a JSON object"), ("{", "no JSON"), (#"{"journeys":[]}"#, "no model"),
            (#"{"model":"linear"}"#, "no journeys"),
            (#"{"model":"lasttouch","journeys":[]}"#, "model is \"lasttouch\""),
            (#"{"model":"linear","journeys":[],}"#, "no JSON"), (#"{"model":"linear","journeys":[]} x"#, "no JSON"),
            (#"{"model":"linear","model":"linear","journeys":[]}"#, "twice"),
            (#"{"model":"linear","parms":{},"journeys":[]}"#, "parms"),
            (#"{"model":"linear","params":{"half_life":1},"journeys":[]}"#, "half_life"),
            (#"{"model":"linear","params":{"lookback_ms":-1},"journeys":[]}"#, "params.lookback_ms is -1"),
            (
                #"{"model":"linear","params":{"lookback_ms_by_kind":{"code":-1}},"journeys":[]}"#,
                "lookback_ms_by_kind.code"
            ),
            (#"{"model":"linear","params":{"dedupe_window_ms":-1},"journeys":[]}"#, "dedupe_window_ms"),
            (#"{"model":"linear","params":{"half_life_ms":0},"journeys":[]}"#, "half_life_ms"),
            (#"{"model":"linear","params":{"order":0},"journeys":[]}"#, "order"),
            (#"{"model":"linear","params":{"first_bps":7000},"journeys":[]}"#, "11000"),
            (#"{"model":"linear","params":{"last_bps":-1},"journeys":[]}"#, "last_bps"),
            (#"{"model":"linear","params":{"value":"sum"},"journeys":[]}"#, "count, rate"),
            (#"{"model":"linear","params":{"binding":"strict"},"journeys":[]}"#, "ignore, locked"),
            (#"{"model":"linear","params":{"policy":"any"},"journeys":[]}"#, "code_first"),
            (#"{"model":"linear","journeys":[{"id":"j"}]}"#, "journeys[0].customer is missing"),
            (
                #"{"model":"linear","journeys":[{"id":"j","customer":{"id":"c"},"touchpoints":[{"id":"t","kind":"click","time_ms":1.5}]}]}"#,
                "journeys[0] is no JSON, or has a number that is no integer of 64 bits"
            ),
            (
                #"{"model":"linear","journeys":[{"id":"j","customer":{"id":"c"},"touchpoints":[],"conversion":{"time_ms":1,"amount_minor":9223372036854775808}}]}"#,
                "journeys[0] is no JSON, or has a number"
            ),
        ])
    func refused(text: String, reason: String) throws {
        let result = try run(text)
        #expect(result.ending == .exit(1))
        #expect(result.output.isEmpty)
        #expect(result.errors.contains(reason), "\(result.errors)")
        #expect(result.errors.split(separator: "\n").count == 1)
    }

    @Test("the seventeenth referrer is refused by name where rates are asked for")
    func tooManyReferrers() throws {
        let journeys = (0..<17).map { journey(String(UnicodeScalar(UInt8(65 + $0))), id: "j\($0)") }
        let document: JSONValue = ["model": "shapley", "params": ["value": "rate"], "journeys": .array(journeys)]
        let result = try run("\(document)")
        #expect(result.ending == .exit(1))
        #expect(result.output.isEmpty)
        #expect(result.errors.contains("too_many_referrers"))
    }
}
