import ArgumentParser
import Store

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Examine the database: print ok, or what is wrong and exit with 1.",
        discussion: """
            SQLite's own integrity, foreign keys and what else rows name, credits that sum to the whole, the ledger \
            against the rewards, click counts against clicks. It changes nothing and may run beside a server.
            """)

    @OptionGroup var store: StoreOptions

    func run() throws {
        let path = try store.databasePath()
        try OpenedStore.require(path)
        let faults = try ReferralStore.faults(path: path)
        for fault in faults { try Output.result(fault) }
        guard faults.isEmpty else { throw ExitCode.failure }
        try Output.result("ok")
    }
}
