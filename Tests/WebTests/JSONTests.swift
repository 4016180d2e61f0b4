import TestSupport
import Testing

@testable import Web

@Suite("JSON on the way in")
struct JSONTests {
    @Test(
        "each kind of value is read as what it is",
        arguments: [
            ("null", JSON.null), ("true", .bool(true)), ("false", .bool(false)), ("0", .integer(0)),
            ("-7", .integer(-7)),
            ("0.5", .number(0.5)), ("1e-3", .number(0.001)), (#""a\u00e9\n""#, .string("a\u{e9}\n")),
            ("[]", .array([])),
            ("{}", .object([:])), (#" [1, "x", [true]] "#, .array([.integer(1), .string("x"), .array([.bool(true)])])),
            (#"{"a": {"b": null}}"#, .object(["a": .object(["b": .null])])),
        ])
    func kinds(text: String, value: JSON) throws {
        #expect(try JSON(text: Array(text.utf8)) == value)
    }

    @Test(
        "integers keep all 64 bits",
        arguments: [
            Int64.max, .min, 9_007_199_254_740_993, -9_007_199_254_740_993, 1 << 62 + 1,
        ])
    func integers(number: Int64) throws {
        let value = try JSON(text: Array("[\(number)]".utf8))
        guard case .array([.integer(number)]) = value else {
            Issue.record("\(number) became \(value)")
            return
        }
        #expect(value.canonicalText == "[\(number)]")
    }

    @Test("a whole number with a fraction or an exponent is an integer", arguments: ["1.0", "10e-1", "0.01e2"])
    func wholeNumbers(text: String) throws {
        guard case .integer(1) = try JSON(text: Array(text.utf8)) else {
            Issue.record("\(text) is no integer")
            return
        }
    }

    @Test(
        "what is no JSON is refused with what is wrong with it",
        arguments: [
            ("", JSONError.empty), (" \r\n\t", .empty), ("[1,", .cutShort), (#"{"a": "b"#, .cutShort),
            ("nul", .malformed(pointer: nil)),
            ("{x: 1}", .malformed(pointer: nil)), ("[1] 2", .malformed(pointer: nil)), ("]", .malformed(pointer: nil)),
            (#"{"a":1,}"#, .malformed(pointer: nil)), ("[1,]", .malformed(pointer: nil)),
            ("'a'", .malformed(pointer: nil)),
            (#"{"a/b": [0, 01]}"#, .malformed(pointer: "/a~1b/1")), (#"["a\#nb"]"#, .malformed(pointer: "/0")),
            (#"{"s": "\ud800"}"#, .malformed(pointer: "/s")), (#"{"s": [1e999]}"#, .malformed(pointer: "/s/0")),
            ("[NaN]", .malformed(pointer: nil)), ("01", .malformed(pointer: "")), ("a\0", .notUTF8),
            (#"{"a":{"b":01}}"#, .malformed(pointer: "/a/b")), (#"{"x":[{"b":1e999}]}"#, .malformed(pointer: "/x/0/b")),
            (#"{"a":{"b":{"c/d":"\ud800"}}}"#, .malformed(pointer: "/a/b/c~1d")),
            (#"{"a":{"b":9223372036854775808}}"#, .numberTooLarge(pointer: "/a/b")),
        ])
    func refusals(text: String, error: JSONError) {
        #expect(throws: error) { try JSON(text: Array(text.utf8)) }
    }

    @Test(
        "octets that are no UTF-8 are refused",
        arguments: [
            [0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0xFF, 0xFE, 0x31, 0x00],
            [0x00, 0x31],
        ] as [[UInt8]])
    func encodings(octets: [UInt8]) {
        #expect(throws: JSONError.notUTF8) { try JSON(text: octets) }
    }

    @Test(
        "a number past 64 bits is refused by name, not rounded",
        arguments: [
            "9223372036854775808", "-9223372036854775809", "123456789012345678901234567890", "1.5e300",
        ])
    func largeNumbers(text: String) {
        #expect(throws: JSONError.numberTooLarge(pointer: "/a/1")) {
            try JSON(text: Array(#"{"a":[0,\#(text)]}"#.utf8))
        }
    }

    @Test(
        "a member that comes twice is refused at any depth",
        arguments: [
            #"{"a":1,"a":1}"#, #"{"x":[{"b":1,"c":{"d":1,"d":2}}]}"#, #"{"a":1,"\u0061":2}"#,
            "{\"\u{e9}\":1,\"e\u{301}\":2}",
        ])
    func repeatedMembers(text: String) {
        #expect(throws: JSONError.repeatedMember) { try JSON(text: Array(text.utf8)) }
    }

    @Test("colons, brackets and quotes inside strings are text")
    func textInStrings() throws {
        let text = #"{"a:b":"{[:,\"]}\\","c":"\\\"::"}"#
        #expect(try JSON(text: Array(text.utf8)) == .object(["a:b": .string(#"{[:,"]}\"#), "c": .string(#"\"::"#)]))
    }

    @Test("32 levels are read, one more is refused before anything is parsed")
    func depth() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: #"[{"a":"#, count: depth / 2) + (depth % 2 == 1 ? "[]" : "0")).utf8)
                + Array(String(repeating: "}]", count: depth / 2).utf8)
        }
        #expect(throws: Never.self) { try JSON(text: nested(32)) }
        #expect(throws: JSONError.tooDeep(limit: 32)) { try JSON(text: nested(33)) }
        #expect(throws: JSONError.tooDeep(limit: 32)) {
            try JSON(text: Array(repeating: UInt8(ascii: "["), count: 1 << 20))
        }
    }

    @Test("any prefix of a text is refused without a crash")
    func prefixes() {
        let text = Array(#"{"a": [1, -2.5e3, "x\u00e9\"", true, null], "b": {"c": {}}}"#.utf8)
        for length in 0..<text.count {
            #expect(throws: JSONError.self, "length \(length)") { try JSON(text: Array(text.prefix(length))) }
        }
    }

    @Test("random damage is refused or read, and never crashes", arguments: 1...20)
    func damage(number: UInt64) {
        var seed = Seed(number)
        let text = Array(#"{"a": [1, -2.5e3, "x\u00e9\"", true, null], "b": {"c": {}}}"#.utf8)
        for _ in 0..<50 {
            var damaged = text
            for _ in 0..<Int.random(in: 1...4, using: &seed) {
                damaged[Int.random(in: damaged.indices, using: &seed)] = UInt8.random(in: .min ... .max, using: &seed)
            }
            guard let value = try? JSON(text: damaged) else { continue }
            let again = try? JSON(text: Array(value.canonicalText.utf8))
            #expect(again == value, "seed \(number): \(damaged)")
        }
    }
}
