import Domain
import Testing

@Suite("Identifiers that others chose")
struct IdentifierTests {
    @Test(
        "they are ordered by their bytes", arguments: [("t10", "t9"), ("Z", "a"), ("", "a"), ("a", "ab"), ("z", "é")])
    func order(lower: String, higher: String) {
        #expect(Identifier(lower) < Identifier(higher))
        #expect(!(Identifier(higher) < Identifier(lower)))
        #expect(Identifier(lower) != Identifier(higher))
    }

    @Test("composed and decomposed accents differ, where strings would be equal")
    func accents() {
        let composed = "caf\u{E9}"
        let decomposed = "cafe\u{301}"
        #expect(composed == decomposed)
        #expect(Identifier(composed) != Identifier(decomposed))
        #expect(Set([Identifier(composed), Identifier(decomposed), Identifier(composed)]).count == 2)
        #expect(Identifier(decomposed) < Identifier(composed))
    }

    @Test("equal bytes are equal, however the string is stored")
    func storage() {
        let long = String(repeating: "é", count: 40)
        let copy = String(decoding: Array(long.utf8), as: UTF8.self)
        #expect(Identifier(long) == Identifier(copy))
        #expect(Identifier(long).hashValue == Identifier(copy).hashValue)
        #expect(Identifier("ref_ada") == "ref_ada")
    }
}
