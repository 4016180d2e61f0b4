import Foundation

/// How much a scenario does, where the environment says so: `LINKS=2000 make bench WHAT=redirect`.
enum Amount {
    static func read(_ name: String, else usual: Int) throws -> Int {
        guard let text = ProcessInfo.processInfo.environment[name] else { return usual }
        guard let amount = Int(text), amount > 0 else {
            throw BenchError("\(name) is no number: \(text); give one from 1 on, such as \(name)=\(usual)")
        }
        return amount
    }

    /// Links that clicks are spread over.
    static var links: Int { get throws { try read("LINKS", else: 100_000) } }

    /// Rounds of a comparison.
    static var rounds: Int { get throws { try read("ROUNDS", else: 15) } }
}
