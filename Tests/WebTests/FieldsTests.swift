import Domain
import Testing

@testable import Web

@Suite("Fields of a body")
struct FieldsTests {
    private enum Model: String, CaseIterable {
        case lastTouch = "last_touch"
        case firstTouch = "first_touch"
        case linear
    }

    /// Reads a body; the values are what `read` answers, the faults those it noted.
    private func read<Value>(_ text: String, _ read: (Fields) -> Value) throws -> (value: Value, faults: [Fault]) {
        let faults = Faults()
        let fields = Fields(try JSON(text: Array(text.utf8)), faults: faults)
        return (read(fields), faults.list)
    }

    @Test("values that are right are read without a fault")
    func rightValues() throws {
        let text = """
            {"slug": "diwali", "amount": 9223372036854775807, "default": true, "starts_at": "2026-11-01T00:00:00+05:30",
             "model": "first_touch", "url": "https://shop.example/", "any": [1], "tags": ["a", "b"],
             "kinds": ["linear"], "inner": {"x": 1}, "rows": [{"n": 1}, {"n": 2}]}
            """
        let (_, faults) = try read(text) { fields in
            #expect(fields.string("slug", length: 1...6) == "diwali")
            #expect(fields.integer("amount", in: 0 ... .max) == .max)
            #expect(fields.bool("default") == true)
            #expect(fields.timestamp("starts_at") == Timestamp(rfc3339: "2026-10-31T18:30:00Z"))
            #expect(fields.choice("model", of: Model.self) == .firstTouch)
            #expect(fields.url("url")?.host == "shop.example")
            #expect(fields.json("any") == .array([.integer(1)]))
            #expect(fields.strings("tags", maximum: 2) == ["a", "b"])
            #expect(fields.choices("kinds", of: Model.self, maximum: 3) == [.linear])
            let inner = fields.object("inner")
            #expect(inner?.integer("x") == 1)
            inner?.finish()
            #expect(fields.objects("rows", maximum: 2)?.map { $0.integer("n") } == [1, 2])
            fields.finish()
        }
        #expect(faults == [])
    }

    @Test(
        "a wrong value answers nil and one fault that says what would be right",
        arguments: [
            (#"{"s": 1}"#, "/s", "must be a string; it is a number"),
            (#"{"s": ""}"#, "/s", "must have 1 to 5 characters; it has 0"),
            (#"{"s": "abcdef"}"#, "/s", "must have 1 to 5 characters; it has 6"),
            (#"{"s": "a\u0000"}"#, "/s", "must be without control characters; it has U+0"),
            (#"{"s": "a\nb"}"#, "/s", "must be without control characters; it has U+a"),
            (#"{"i": "1"}"#, "/i", "must be a whole number; it is a string"),
            (#"{"i": 1.5}"#, "/i", "must be a whole number"), (#"{"i": 0}"#, "/i", "must be 1 to 200; it is 0"),
            (#"{"least": -1}"#, "/least", "must be at least 0; it is -1"),
            (#"{"b": 1}"#, "/b", "must be true or false; it is a number"),
            (#"{"t": "2026-11-01"}"#, "/t", timestampFault), (#"{"t": 5}"#, "/t", timestampFault),
            (#"{"t": "2026-11-01T00:00:00"}"#, "/t", timestampFault),
            (#"{"c": "Linear"}"#, "/c", #"must be last_touch, first_touch or linear; it is "Linear""#),
            (#"{"c": []}"#, "/c", "must be last_touch, first_touch or linear; it is an array"),
            (#"{"u": "shop.example"}"#, "/u", WebAddressFault.notAbsolute.words),
            (#"{"u": {}}"#, "/u", "must be a URL in a string; it is an object"),
            (#"{"o": []}"#, "/o", "must be an object; it is an array"),
            (#"{"a": {}}"#, "/a", "must be an array; it is an object"),
            (#"{"a": [1, 2, 3]}"#, "/a", "must have at most 2 elements; it has 3"),
            (#"{"l": ["a", 2]}"#, "/l/1", "must be a string; it is a number"),
            (#"{"k": ["linear", "x"]}"#, "/k/1", #"must be last_touch, first_touch or linear; it is "x""#),
            (#"{"r": [{}, null]}"#, "/r/1", "must be an object; it is null"),
        ])
    func wrongValues(text: String, pointer: String, detail: String) throws {
        let (_, faults) = try read(text) { fields in
            #expect(fields.string("s", length: 1...5) == nil)
            #expect(fields.integer("i", in: 1...200) == nil)
            #expect(fields.integer("least", in: 0 ... .max) == nil)
            #expect(fields.bool("b") == nil)
            #expect(fields.timestamp("t") == nil)
            #expect(fields.choice("c", of: Model.self) == nil)
            #expect(fields.url("u") == nil)
            #expect(fields.object("o") == nil)
            #expect(fields.array("a", maximum: 2) == nil)
            _ = fields.strings("l", maximum: 9)
            _ = fields.choices("k", of: Model.self, maximum: 9)
            _ = fields.objects("r", maximum: 9)
            fields.finish()
        }
        #expect(faults == [Fault(pointer: pointer, detail: detail)])
    }

    @Test(
        "a required member that is absent or null is one fault, whatever its kind", arguments: ["{}", #"{"x": null}"#])
    func required(text: String) throws {
        let readers: [(Fields) -> Bool] = [
            { $0.string("x", isRequired: true) == nil }, { $0.integer("x", isRequired: true) == nil },
            { $0.bool("x", isRequired: true) == nil }, { $0.timestamp("x", isRequired: true) == nil },
            { $0.choice("x", of: Model.self, isRequired: true) == nil }, { $0.url("x", isRequired: true) == nil },
            { $0.object("x", isRequired: true) == nil }, { $0.array("x", maximum: 1, isRequired: true) == nil },
            { $0.objects("x", maximum: 1, isRequired: true) == nil },
            { $0.strings("x", maximum: 1, isRequired: true) == nil },
            { $0.choices("x", of: Model.self, maximum: 1, isRequired: true) == nil },
            { $0.json("x", isRequired: true) == nil },
        ]
        for (index, reader) in readers.enumerated() {
            let (isNil, faults) = try read(text, reader)
            #expect(isNil, "reader \(index)")
            #expect(faults == [Fault(pointer: "/x", detail: "is required")], "reader \(index)")
        }
    }

    @Test("an optional member that is absent or null is nil and no fault", arguments: ["{}", #"{"x": null}"#])
    func optional(text: String) throws {
        let (_, faults) = try read(text) { fields in
            #expect(fields.string("x") == nil)
            #expect(fields.objects("x", maximum: 1) == nil)
            fields.notBuilt("x", "coupon pools")
            fields.finish()
        }
        #expect(faults == [])
    }

    @Test(
        "absent, null and given are told apart",
        arguments: [
            ("{}", false, false), (#"{"x": null}"#, true, true), (#"{"x": 0}"#, true, false),
        ])
    func presence(text: String, isPresent: Bool, isNull: Bool) throws {
        let (_, faults) = try read(text) { fields in
            #expect(fields.isPresent("x") == isPresent)
            #expect(fields.isNull("x") == isNull)
            fields.finish()
        }
        #expect(faults == [])
    }

    @Test("all faults of one body are named together, each at its place")
    func allTogether() throws {
        let text = """
            {"slug": 5, "currency": "rupees", "attribution": {"model": "best", "lookback_days": 0, "colour": 1},
             "rewards": [{"name": "a"}, {"name": ""}], "a/b~c": true}
            """
        let (_, faults) = try read(text) { fields in
            _ = fields.string("slug", isRequired: true)
            _ = fields.string("name", isRequired: true)
            _ = fields.string("currency", length: 3...3)
            let attribution = fields.object("attribution")
            _ = attribution?.choice("model", of: Model.self)
            _ = attribution?.integer("lookback_days", in: 1...365)
            attribution?.finish()
            for reward in fields.objects("rewards", maximum: 20) ?? [] {
                _ = reward.string("name", isRequired: true)
                reward.finish()
            }
            fields.finish()
        }
        #expect(
            faults.map(\.pointer) == [
                "/slug", "/name", "/currency", "/attribution/model", "/attribution/lookback_days",
                "/attribution/colour",
                "/rewards/1/name", "/a~1b~0c",
            ])
        #expect(faults[2].detail == "must have exactly 3 characters; it has 6")
        #expect(faults[5].detail == "unknown field; known are: lookback_days, model")
        #expect(faults[7].detail == "unknown field; known are: attribution, currency, name, rewards, slug")
    }

    @Test("a body that is no object is one fault, and nothing in it is asked for")
    func noObject() throws {
        let (_, faults) = try read("[1]") { fields in
            #expect(fields.string("slug", isRequired: true) == nil)
            #expect(!fields.isPresent("slug"))
            #expect(fields.names == [])
            fields.finish()
        }
        #expect(faults == [Fault(pointer: "", detail: "must be an object; it is an array")])
    }

    @Test("a feature that is not built is a 422 which names it, unless the body is wrong as well")
    func notBuilt() throws {
        let faults = Faults()
        let fields = Fields(.object(["pool": .string("p"), "x": .null]), faults: faults)
        fields.notBuilt("pool", "coupon pools")
        fields.notBuilt("x", "webhooks")
        let pool = Fault(pointer: "/pool", detail: "cannot be used yet: coupon pools are not built; leave it out")
        #expect(throws: Problem.unprocessable([pool])) { try faults.throwIfAny() }
        _ = fields.string("name", isRequired: true)
        let name = Fault(pointer: "/name", detail: "is required")
        #expect(throws: Problem.invalidFields([pool, name])) { try faults.throwIfAny() }
    }

    @Test("an object whose names are free is read by its names")
    func freeNames() throws {
        let (_, faults) = try read(#"{"ur": "b", "en": "a\nc"}"#) { fields in
            #expect(fields.names == ["en", "ur"])
            #expect(fields.names.map { fields.string($0, isMultiline: true) } == ["a\nc", "b"])
            fields.finish()
        }
        #expect(faults == [])
    }

    @Test("a handler's own fault stands at the member's place")
    func ownFault() throws {
        let (_, faults) = try read("{}") { $0.fault("ends_at", "must be after starts_at") }
        #expect(faults == [Fault(pointer: "/ends_at", detail: "must be after starts_at")])
    }

    @Test("a very long unknown name is not sent back whole")
    func longName() throws {
        let (_, faults) = try read("{\"\(String(repeating: "n", count: 5000))\": 1}") { $0.finish() }
        #expect(faults.count == 1)
        #expect(faults[0].pointer == "")
        #expect(faults[0].detail.utf8.count < 200)
    }

    @Test("lengths are counted in Unicode scalars")
    func scalars() throws {
        let (value, faults) = try read(#"{"s": "\#u{e9}\#u{1F600}"}"#) { $0.string("s", length: 2...2) }
        #expect(value == "\u{e9}\u{1F600}")
        #expect(faults == [])
    }
}

@Suite("Faults")
struct FaultsTests {
    @Test("nothing is thrown where there are none")
    func none() throws {
        try Faults().throwIfAny()
    }

    @Test(
        "one fault of form makes it a 400, else it is a 422",
        arguments: [
            ([true], 422), ([true, true], 422), ([false], 400), ([true, false], 400), ([false, true], 400),
        ])
    func status(areUnprocessable: [Bool], status: Int) {
        let faults = Faults()
        for isUnprocessable in areUnprocessable {
            faults.add(pointer: "/x", detail: "d", isUnprocessable: isUnprocessable)
        }
        let problem = #expect(throws: Problem.self) { try faults.throwIfAny() }
        #expect(problem?.status == status)
        #expect(problem?.errors.count == areUnprocessable.count)
    }

    @Test("more than a hundred are counted, not listed; a late one of form still makes it a 400")
    func many() {
        let faults = Faults()
        for index in 0..<149 { faults.add(pointer: "/\(index)", detail: "d", isUnprocessable: true) }
        faults.add(pointer: "/last", detail: "d")
        let problem = #expect(throws: Problem.self) { try faults.throwIfAny() }
        #expect(problem?.status == 400)
        #expect(problem?.errors.count == 101)
        #expect(problem?.errors.last == Fault(pointer: "", detail: "has 50 more faults, which are not listed"))
    }
}

@Suite("JSON pointers")
struct JSONPointerTests {
    @Test(
        "names are escaped as in RFC 6901 section 5",
        arguments: [
            ("foo", "/foo"), ("", "/"), ("a/b", "/a~1b"), ("c%d", "/c%d"), ("e^f", "/e^f"), ("i\\j", "/i\\j"),
            ("k\"l", "/k\"l"), (" ", "/ "), ("m~n", "/m~0n"), ("~1", "/~01"),
        ])
    func escapes(name: String, pointer: String) {
        #expect(jsonPointer("", name) == pointer)
    }

    @Test("they name a way from the outside in")
    func nesting() {
        #expect(jsonPointer(jsonPointer(jsonPointer("", "items"), 0), "amount") == "/items/0/amount")
    }
}
