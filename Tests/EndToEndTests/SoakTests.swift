import TestSupport
import Testing

@Suite("Soak: a server that is killed over and over loses nothing that it acknowledged")
struct SoakTests {
    @Test("every acknowledged click and order is there once after each of five kills")
    func kills() throws {
        let seed = Seed(UInt64.random(in: 0...UInt64(UInt32.max)))
        var options = Soak.Options(rounds: 5, seed: seed)
        options.answers = 200
        var soak = Soak(options)
        let tally = try soak.run()
        #expect(tally.lost == [], "\(seed)")
        #expect(tally.changed == [], "\(seed)")
        #expect(tally.faults == [], "\(seed)")
        #expect(tally.rounds == 5)
    }
}
