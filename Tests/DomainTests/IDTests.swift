import Domain
import TestSupport
import Testing

private enum Clicked: Identified {
    static let idPrefix = "clk"
}

private enum Linked: Identified {
    static let idPrefix = "lnk"
}

@Suite("Identifiers of our own")
struct IDTests {
    @Test(
        "text",
        arguments: [
            (0, "clk_0000000000000"), (1, "clk_0000000000001"), (31, "clk_000000000000z"), (32, "clk_0000000000010"),
            (.max, "clk_7zzzzzzzzzzzz"),
        ] as [(Int64, String)])
    func text(value: Int64, text: String) {
        #expect(ID<Clicked>(value: value).text == text)
        #expect(ID<Clicked>(text)?.value == value)
    }

    @Test("text and value have the same order")
    func order() {
        var seed = Seed(1)
        for _ in 0..<5000 {
            let one = ID<Clicked>(value: seed.magnitude())
            let other = ID<Clicked>(value: seed.magnitude())
            let isTextLess = one.text.utf8.lexicographicallyPrecedes(other.text.utf8)
            #expect(isTextLess == (one < other), "\(seed)")
            #expect(ID<Clicked>(one.text) == one, "\(seed)")
        }
    }

    @Test(
        "refuses",
        arguments: [
            "", "clk_", "clk_000000000000", "clk_00000000000000", "lnk_0000000000000", "clk-0000000000000",
            "clk0000000000000", "clk_000000000000i", "clk_000000000000l", "clk_000000000000o", "clk_000000000000u",
            "clk_000000000000Z", "CLK_0000000000000", "clk_8000000000000", "clk_zzzzzzzzzzzzz", " clk_0000000000000",
            "clk_000000000000é", "clk_00000000000é",
        ])
    func refuses(text: String) {
        #expect(ID<Clicked>(text) == nil)
    }

    @Test("an identifier of one noun is none of another")
    func nouns() {
        let link = ID<Linked>(value: 7)
        #expect(ID<Clicked>(link.text) == nil)
        #expect(ID<Linked>(link.text) == link)
    }

    @Test("a minted identifier knows its millisecond")
    func madeAt() {
        var minter = IDMinter(node: 255, last: 0)
        #expect(minter.mint(Clicked.self, at: .exampleConversion).madeAt == .exampleConversion)
    }
}

@Suite("Minting identifiers")
struct IDMinterTests {
    @Test("rises while the clock runs, stands still and steps back")
    func rising() {
        for number in 0..<100 as Range<UInt64> {
            var seed = Seed(number)
            var minter = IDMinter(node: .random(in: 0...255, using: &seed), last: 0)
            var now = Timestamp.exampleConversion
            var last = minter.mint(Clicked.self, at: now)
            for _ in 0..<500 {
                now = now + seed.pick([0, 0, 1, 50, -1, -10_000])
                let next = minter.mint(Clicked.self, at: now)
                #expect(next > last, "\(seed)")
                last = next
            }
        }
    }

    @Test("8192 identifiers fit a millisecond, the next one takes the following")
    func overflow() {
        var minter = IDMinter(node: 3, last: 0)
        let minted = (0..<20_000).map { _ in minter.mint(Clicked.self, at: .exampleConversion) }
        #expect(zip(minted, minted.dropFirst()).allSatisfy { $0 < $1 })
        #expect(minted[8191].madeAt == .exampleConversion)
        #expect(minted[8192].madeAt == .exampleConversion + 1)
        #expect(minted[19_999].madeAt == .exampleConversion + 2)
    }

    @Test("after a restart it goes on above the store's highest, even with a clock that was set back")
    func restart() {
        var before = IDMinter(node: 3, last: 0)
        let last = before.mint(Clicked.self, at: .exampleConversion)
        var after = IDMinter(node: 3, last: last.value)
        let next = after.mint(Clicked.self, at: .exampleConversion + -Timestamp.day)
        #expect(next.value == last.value + 1)
        #expect(after.mint(Clicked.self, at: .exampleConversion + 5).madeAt == .exampleConversion + 5)
    }

    @Test("after a restart it goes on above the store's highest of another node", arguments: [0, 2, 4, 255] as [UInt8])
    func restartAsOtherNode(node: UInt8) {
        var before = IDMinter(node: 3, last: 0)
        let last = before.mint(Clicked.self, at: .exampleConversion)
        var after = IDMinter(node: node, last: last.value)
        #expect(after.mint(Clicked.self, at: .exampleConversion) > last)
    }

    @Test("a node does not repeat what it minted before another node minted the store's highest")
    func noCollision() {
        var low = IDMinter(node: 3, last: 0)
        var high = IDMinter(node: 5, last: 0)
        let minted = (0..<20).map { _ in low.mint(Clicked.self, at: .exampleConversion) }
        let highest = (0..<10).map { _ in high.mint(Clicked.self, at: .exampleConversion) }[9]
        var restarted = IDMinter(node: 3, last: highest.value)
        #expect(!minted.contains(restarted.mint(Clicked.self, at: .exampleConversion + -1)))
    }

    @Test("nodes never mint the same identifier")
    func nodes() {
        var minters = [0, 1, 255].map { IDMinter(node: $0, last: 0) }
        var minted: Set<ID<Clicked>> = []
        for _ in 0..<1000 {
            for index in minters.indices {
                minted.insert(minters[index].mint(Clicked.self, at: .exampleConversion))
            }
        }
        #expect(minted.count == 3000)
    }
}
