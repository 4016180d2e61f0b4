import TestSupport
import Testing

@testable import Web

@Suite("JSON on the way out")
struct JSONTextTests {
    private struct Output: Encodable {
        var url = "https://shop.example/a"
        var amount = Int64.max
        var absent: String?
    }

    @Test("members are sorted, slashes stay, and absent ones are left out")
    func output() {
        #expect(
            String(decoding: jsonText(Output()), as: UTF8.self)
                == #"{"amount":9223372036854775807,"url":"https://shop.example/a"}"#)
    }

    @Test("numbers that JSON does not have become strings")
    func nonFinite() {
        #expect(String(decoding: jsonText([Double.nan, .infinity]), as: UTF8.self) == #"["NaN","Infinity"]"#)
    }

    @Test("a value goes out and comes in again as it was")
    func roundTrip() throws {
        let value = JSON.object([
            "a": .array([.null, .bool(false), .integer(.min), .number(0.1), .string("\u{0}\"\\/\u{1F600}")]),
            "b": .object(["": .string("")]),
        ])
        #expect(try JSON(text: jsonText(value)) == value)
        #expect(try JSON(text: Array(value.canonicalText.utf8)) == value)
    }

    @Test("the canonical text has sorted members, no spaces, and escapes only what it must")
    func canonicalText() throws {
        let text = #" { "b" : [ 1.0 , 2.50 , -0.0, 1e2 ] , "a" : "\u0041\/\n\"\u001f\u00e9" , "B" : { } } "#
        #expect(
            try JSON(text: Array(text.utf8)).canonicalText
                == "{\"B\":{},\"a\":\"A/\\u000a\\\"\\u001f\u{e9}\",\"b\":[1,2.5,0,100]}")
    }

    @Test("values are equal whatever the order of members and the spelling of numbers", arguments: 1...50)
    func canonicalEquality(number: UInt64) throws {
        var seed = Seed(number)
        let value = randomValue(depth: 4, &seed)
        let (one, other) = (spelled(value, &seed), spelled(value, &seed))
        let (left, right) = (try JSON(text: Array(one.utf8)), try JSON(text: Array(other.utf8)))
        #expect(left == right, "\(seed): \(one) and \(other)")
        #expect(left.hashValue == right.hashValue, "\(seed)")
        #expect(Array(left.canonicalText.utf8) == Array(right.canonicalText.utf8), "\(seed)")
    }

    @Test("1 and 1.0 are equal with one hash, also where they were made in code")
    func integersAndNumbers() {
        #expect(JSON.integer(1) == .number(1))
        #expect(Set([JSON.integer(1), .number(1), .integer(2)]).count == 2)
        #expect(JSON.number(1).canonicalText == "1")
    }

    @Test(
        "different values are different",
        arguments: [
            (JSON.integer(9_007_199_254_740_993), JSON.number(9_007_199_254_740_992)), (.integer(1), .string("1")),
            (.integer(1), .bool(true)), (.null, .object([:])), (.array([]), .object([:])),
            (.array([.integer(1), .integer(2)]), .array([.integer(2), .integer(1)])),
            (.object(["a": .null]), .object([:])),
            (.integer(0), .number(0.5)),
        ])
    func differences(one: JSON, other: JSON) {
        #expect(one != other)
        #expect(one.canonicalText != other.canonicalText)
    }

    private func randomValue(depth: Int, _ seed: inout Seed) -> JSON {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &seed) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &seed))
        case 2: return .integer(Int64.random(in: -1000...1000, using: &seed))
        case 3: return .number(Double(Int.random(in: -999...999, using: &seed)) / 8)
        case 4: return .string(seed.pick(["", "a", "\u{e9}\"", "line\nbreak", "/~"]))
        case 5:
            return .array((0..<Int.random(in: 0...4, using: &seed)).map { _ in randomValue(depth: depth - 1, &seed) })
        default:
            var members: [String: JSON] = [:]
            for index in 0..<Int.random(in: 0...6, using: &seed) {
                members["m\(index)"] = randomValue(depth: depth - 1, &seed)
            }
            return .object(members)
        }
    }

    /// One of the many texts of a value.
    private func spelled(_ value: JSON, _ seed: inout Seed) -> String {
        let space = seed.pick(["", " ", "\n  "])
        switch value {
        case .integer(let integer): return seed.pick(["\(integer)", "\(integer).0", "\(integer)e0", "\(integer)0E-1"])
        case .array(let elements): return "[" + elements.map { space + spelled($0, &seed) }.joined(separator: ",") + "]"
        case .object(let members):
            let texts = members.shuffled(using: &seed).map { name, value in
                JSON.string(name).canonicalText + space + ":" + space + spelled(value, &seed)
            }
            return "{" + texts.joined(separator: space + ",") + space + "}"
        default: return value.canonicalText
        }
    }
}
