import Domain
import TestSupport
import Testing

@Suite("Codes")
struct CodeTests {
    private static let alphabet = Array("34679BCDFGHJKMNPQRTVWXY")

    @Test(
        "case, hyphens and spaces do not matter",
        arguments: [
            ("ada-10", "ADA10"), ("ADA 10", "ADA10"), (" a d-a-10 ", "ADA10"), ("x", "X"),
            (String(repeating: "a-", count: 32), String(repeating: "A", count: 32)),
        ])
    func normalised(typed: String, code: String) {
        #expect(Code.normalised(typed) == code)
        #expect(Code.normalised(code) == code)
    }

    @Test(
        "what is no code",
        arguments: [
            "", " ", "- -", "ADA_10", "ADA.10", "ÀDA", "ada\n", "ada\u{301}", "１０", "ADA\u{2011}10", "ﬁ",
            String(repeating: "A", count: 33),
        ])
    func refused(typed: String) {
        #expect(Code.normalised(typed) == nil)
    }

    @Test("generated codes are normalised, valid, and mostly different")
    func generated() {
        var seed = Seed(8)
        var codes: Set<String> = []
        for _ in 0..<2000 {
            let code = Code.generated(using: &seed)
            #expect(Code.normalised(code) == code)
            #expect(code.count == Code.generatedLength && code.allSatisfy(Self.alphabet.contains))
            #expect(Code.hasValidCheck(code))
            #expect(!Code.isMistyped(code))
            codes.insert(code)
        }
        #expect(codes.count > 1995)
    }

    @Test("every single wrong character is found and corrected")
    func substitutions() {
        for number in 0..<3 as Range<UInt64> {
            var seed = Seed(number)
            let code = Code.generated(using: &seed)
            for place in 0..<Code.generatedLength {
                for letter in Self.alphabet + ["A", "0"] where letter != Array(code)[place] {
                    var letters = Array(code)
                    letters[place] = letter
                    let typed = String(letters)
                    #expect(!Code.hasValidCheck(typed), "\(seed)")
                    #expect(Code.isMistyped(typed), "\(seed)")
                    #expect(Code.corrections(of: typed).contains(code), "\(seed)")
                }
            }
        }
    }

    @Test("every swap of neighbours is found and corrected")
    func swaps() {
        for number in 0..<40 as Range<UInt64> {
            var seed = Seed(number)
            let code = Code.generated(using: &seed)
            for place in 0..<(Code.generatedLength - 1) {
                var letters = Array(code)
                letters.swapAt(place, place + 1)
                let typed = String(letters)
                guard typed != code else { continue }
                #expect(Code.isMistyped(typed), "\(seed)")
                let corrections = Code.corrections(of: typed)
                #expect(corrections.contains(code), "\(seed)")
                #expect(corrections.count <= 15 && Set(corrections).count == corrections.count, "\(seed)")
                #expect(corrections.allSatisfy(Code.hasValidCheck), "\(seed)")
            }
        }
    }

    @Test("vanity codes are not taken for mistyped ones", arguments: ["ADA", "WELCOME10", "AEIOU123", "ADAADAAA"])
    func vanity(code: String) {
        #expect(!Code.hasValidCheck(code))
        #expect(!Code.isMistyped(code))
    }

    @Test("reserved words are in the form in which codes are compared")
    func reserved() {
        #expect(Code.reserved.allSatisfy { Code.normalised($0) == $0 })
    }
}
