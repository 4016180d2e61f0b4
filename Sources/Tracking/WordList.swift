import Domain
import Store

/// The numbers of words that clicks share. Owned by the writer: only its jobs may call it.
///
/// `@unchecked Sendable` because the writer runs one job at a time; a job's new words reach the memory only after
/// its commit.
package final class WordList: @unchecked Sendable {
    private static let overflow = "other"

    private var numbers: [WordKind: [String: Int64]] = [:]

    package init() {}

    /// The number of `text`, which becomes a word unless its kind is full: then it is `other`. 0 for no text.
    func number(_ kind: WordKind, _ text: String, in transaction: Transaction) throws -> Int64 {
        guard !text.isEmpty else { return noWord }
        if let known = numbers[kind]?[text] { return known }
        if let stored = try transaction.connection.wordNumber(kind, text) {
            remember(kind, text, stored, after: transaction)
            return stored
        }
        let next = try transaction.connection.highestWordNumber(kind) + 1
        guard next < kind.limit || text == Self.overflow else {
            return try number(kind, Self.overflow, in: transaction)
        }
        try transaction.connection.insertWord(kind, number: next, text)
        remember(kind, text, next, after: transaction)
        return next
    }

    /// The number of a user agent, which remembers it.
    func number(of agent: UserAgent, in transaction: Transaction) throws -> Int64 {
        let known = agent.number.load(ordering: .relaxed)
        guard known == 0, !agent.octets.isEmpty else { return known }
        let number = try number(.userAgent, agent.text, in: transaction)
        transaction.afterCommit { agent.number.store(number, ordering: .relaxed) }
        return number
    }

    private func remember(_ kind: WordKind, _ text: String, _ number: Int64, after transaction: Transaction) {
        transaction.afterCommit { [self] in
            numbers[kind, default: [:]][text] = number
        }
    }
}
