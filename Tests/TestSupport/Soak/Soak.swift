import Foundation

/// Kills the server at random moments under load, over and over on one database, and looks after each kill for
/// everything that it had acknowledged.
package struct Soak {
    package struct Options: Sendable {
        package var rounds: Int
        /// The same number sends the same requests and kills after as many answers; threads run as they like.
        package var seed: Seed
        /// Threads that follow links.
        package var clickers = 3
        /// Threads that report events.
        package var shoppers = 3
        /// Most answers before a kill.
        package var answers = 600

        package init(rounds: Int, seed: Seed) {
            self.rounds = rounds
            self.seed = seed
        }
    }

    private let options: Options
    private let report: (String) -> Void
    private var seed: Seed
    private var tally = SoakTally()

    /// - Parameter report: told after each round how it went.
    package init(_ options: Options, report: @escaping (String) -> Void = { _ in }) {
        self.options = options
        self.report = report
        seed = options.seed
    }

    /// - Throws: what kept it from looking, such as a server that does not start; what it found is in the tally.
    package mutating func run() throws -> SoakTally {
        var shop = try SoakShop()
        var examination = Examination()
        for round in 1...max(1, options.rounds) {
            let journal = try load(&shop)
            try killWhileStarting(&shop)
            try shop.start()
            try examination.examine(journal, shop, &tally)
            tally.rounds = round
            report("round \(round): \(tally)")
        }
        try examination.examineAll(shop, &tally)
        try shop.stop()
        return tally
    }

    /// One life of the server: it serves many at once and is killed after a number of answers.
    private mutating func load(_ shop: inout SoakShop) throws -> SoakJournal {
        let journal = SoakJournal(wanted: Int.random(in: 1...options.answers, using: &seed))
        let threads = DispatchGroup()
        let (clickers, shoppers) = (options.clickers, options.shoppers)
        for number in 0..<(clickers + shoppers) {
            let client = SoakClient(shop, journal, Seed(seed.next()))
            threads.enter()
            Thread {
                if number < clickers { client.click() } else { client.report() }
                threads.leave()
            }.start()
        }
        let isEnough = journal.waitUntilEnough()
        // Not always right behind an answer.
        usleep(UInt32.random(in: 0...3000, using: &seed))
        try shop.kill()
        threads.wait()
        guard isEnough else { throw OutputError(expected: "more answers", output: "\(tally)") }
        return journal
    }

    /// One start in four is killed as well: recovery itself may be cut short.
    private mutating func killWhileStarting(_ shop: inout SoakShop) throws {
        guard seed.chance(25) else { return }
        let starting = try shop.beginStart()
        usleep(UInt32.random(in: 0...60_000, using: &seed))
        starting.send(SIGKILL)
        try starting.wait()
    }
}
