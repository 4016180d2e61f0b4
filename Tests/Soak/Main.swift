// Soak: kills the built server over and over under load, and looks for everything that it acknowledged.
//
// In:     how many rounds, and a seed to replay one.
// Out:    a line a round, what is missing, and the sum; exit 1 if anything acknowledged was lost or changed.
// Never:  an address but loopback's, a file outside its temporary folder.
// Next:   TestSupport/Soak/Soak.swift, a round; TestSupport/Soak/Examination.swift, what is looked for.

import Foundation
import TestSupport

@main
enum SoakProgram {
    static func main() {
        let numbers = CommandLine.arguments.dropFirst().map { UInt64($0) }
        guard (1...2).contains(numbers.count), let rounds = numbers[0].flatMap({ Int(exactly: $0) }), rounds > 0,
            let number = numbers.count == 2 ? numbers[1] : UInt64.random(in: 0...UInt64(UInt32.max))
        else { fail("usage: Soak ROUNDS [SEED]") }
        let seed = Seed(number)
        say("\(seed), \(rounds) rounds")
        do {
            var soak = Soak(Soak.Options(rounds: rounds, seed: seed)) { say($0) }
            let tally = try soak.run()
            for line in tally.lost { say("LOST \(line)") }
            for line in tally.changed { say("CHANGED \(line)") }
            for line in tally.faults { say("FAULT \(line)") }
            say("\(seed): rounds=\(tally.rounds) \(tally)")
            if !tally.isClean { exit(1) }
        } catch {
            fail("\(seed): \(error)")
        }
    }

    /// At once, also into a file.
    private static func say(_ line: String) {
        FileHandle.standardOutput.write(Data("\(line)\n".utf8))
    }

    private static func fail(_ reason: String) -> Never {
        FileHandle.standardError.write(Data("soak: \(reason)\n".utf8))
        exit(1)
    }
}
