import Testing

@testable import Web

@Suite("Entity tags")
struct EntityTagTests {
    private let tag = EntityTag(of: Array("abc".utf8))
    private static let ours = "\"ba7816bf8f01cfea414140de5dae2223\""

    @Test("a tag is the first half of the body's SHA-256, in quotes")
    func text() {
        #expect(tag.text == Self.ours)
        #expect(EntityTag(of: []).text == "\"e3b0c44298fc1c149afbf4c8996fb924\"")
    }

    @Test("equal bodies have equal tags, others have others")
    func equality() {
        #expect(EntityTag(of: Array("abc".utf8)) == tag)
        #expect(EntityTag(of: Array("abd".utf8)) != tag)
    }

    @Test(
        "a list that names our tag, or all, matches",
        arguments: [
            ours, "*", " * ", "W/" + ours, "\"x\", " + ours, "\"x\",\(ours),\"y\"", "\"a,b\"\t,\t" + ours,
            ", ,\(ours), ,",
            "W/\"x\" , W/" + ours, "\"\", " + ours,
        ])
    func matching(field: String) {
        #expect(tag.isHeld(ifNoneMatch: field))
        #expect(tag.permitsChange(ifMatch: field))
    }

    @Test(
        "another list, or a malformed one, does not",
        arguments: [
            "", "\"x\"", "W/\"x\"", "ba7816bf8f01cfea414140de5dae2223", "\"BA7816BF8F01CFEA414140DE5DAE2223\"",
            "\"x, \(ours)", "\(ours) \"x\"", "*, \(ours)", "\(ours), *", "w/\(ours)", "W/ \(ours)", "W/", "\"",
            "\"x\" y, \(ours)",
            "\"a b\", \(ours)", "**",
        ])
    func others(field: String) {
        #expect(!tag.isHeld(ifNoneMatch: field))
        #expect(!tag.permitsChange(ifMatch: field))
    }

    @Test("without the field a GET is answered in full, and a change goes on")
    func noField() {
        #expect(!tag.isHeld(ifNoneMatch: nil))
        #expect(tag.permitsChange(ifMatch: nil))
    }
}
