import Domain
import Store

/// The policies in force at a moment, kept while a report goes through history.
struct PolicyVersions {
    private let connection: Connection
    private var starts: [ID<Program>: [(version: Int64, from: Timestamp)]] = [:]
    private var policies: [Key: AttributionPolicy] = [:]

    private struct Key: Hashable {
        let program: ID<Program>
        let version: Int64
    }

    init(_ connection: Connection) {
        self.connection = connection
    }

    mutating func policy(of program: ID<Program>, at moment: Timestamp) throws -> (AttributionPolicy, version: Int64) {
        let versions = try starts[program] ?? connection.versionStarts(of: program)
        starts[program] = versions
        let version = versions.last { $0.from <= moment }?.version ?? 1
        let key = Key(program: program, version: version)
        let policy =
            try policies[key] ?? connection.terms(of: program, version: version)?.attribution ?? AttributionPolicy()
        policies[key] = policy
        return (policy, version)
    }
}
