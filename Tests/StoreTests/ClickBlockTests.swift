import Domain
import TestSupport
import Testing

@testable import Store

@Suite("A block of an order")
struct ClickBlockTests {
    @Test("gives back the entries that went in", arguments: 0..<40)
    func wayBack(seed: UInt64) throws {
        var random = Seed(seed)
        let nodes: [Int64] = seed % 2 == 0 ? [7] : [0, 255]
        let spread: Int64 = [2, 1000, .max][Int(seed % 3)]
        let all = Set(
            (0..<2000).map { _ in
                ClickEntry(
                    key: Int64.random(in: -spread...spread, using: &random),
                    id: Int64.random(in: 0..<1 << 40, using: &random) << 21
                        | nodes.randomElement(using: &random)! << 13 | Int64.random(in: 0..<8192, using: &random))
            }
        ).sorted()
        let base = try #require(all.map { $0.id }.min())
        let form = IdentifierForm(all.map { $0.id })
        var read: [ClickEntry] = []
        var rest = all[...]
        while !rest.isEmpty {
            var block = ClickBlock(base: base, form)
            while !block.isFull, let entry = rest.popFirst() { block.append(entry) }
            #expect(block.octets.count <= ClickBlock.capacity)
            let first = try #require(block.first)
            try ClickBlock.read(block.octets, firstKey: first.key, base: base, form) { read.append($0) }
        }
        #expect(read == all)
        #expect(IdentifierForm(stored: form.stored) == form)
    }

    @Test("that is cut off within a number is corrupt")
    func cut() {
        #expect(throws: StoreError.corrupt("a block of clicks ends within a number")) {
            try ClickBlock.read([0, 0x80], firstKey: 1, base: 1, .whole) { _ in }
        }
    }
}
