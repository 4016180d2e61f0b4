import Domain
import Store

/// The terms of programs by their versions, which never change once they are committed. Owned by the writer: only its
/// jobs may call it. Bounded: a full one starts anew.
///
/// `@unchecked Sendable` because the writer runs one job at a time; what a job reads is kept only after its commit.
final class TermsMemory: @unchecked Sendable {
    private static let limit = 1000

    private struct Key: Hashable {
        let program: ID<Program>
        let version: Int64
    }

    private var known: [Key: ProgramTerms] = [:]

    /// - Returns: nil where there is no such version.
    func terms(of program: ID<Program>, version: Int64, in transaction: Transaction) throws -> ProgramTerms? {
        let key = Key(program: program, version: version)
        if let terms = known[key] { return terms }
        guard let terms = try transaction.connection.terms(of: program, version: version) else { return nil }
        transaction.afterCommit { [self] in
            if known.count >= Self.limit { known.removeAll() }
            known[key] = terms
        }
        return terms
    }

    func program(_ id: ID<Program>, in transaction: Transaction) throws -> Program? {
        try transaction.connection.program(id) { try terms(of: $0, version: $1, in: transaction) }
    }

    func defaultProgram(in transaction: Transaction) throws -> Program? {
        try transaction.connection.defaultProgram { try terms(of: $0, version: $1, in: transaction) }
    }
}
