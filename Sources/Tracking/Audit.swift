import Domain
import Store

extension Transaction {
    /// Notes who changed what, in the same transaction as the change.
    /// - Parameters:
    ///   - action: a noun and a verb: `program.change`.
    ///   - subject: the identifier of what was changed.
    ///   - detail: names and values; none of people.
    package func record(
        _ actor: String, _ action: String, _ subject: String?, reason: String? = nil, detail: [String: String] = [:]
    ) throws {
        let words = detail.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        try connection.insert(
            AuditEntry(
                id: mint(AuditEntry.self), actor: actor, action: action, subject: subject, reason: reason,
                detail: words.isEmpty ? nil : words))
    }
}
