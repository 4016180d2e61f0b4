// CLI: the `grapevine` command, and the one place where the parts are joined.
//
// In:     flags, environment variables and a configuration file, the command line first.
// Out:    results on standard output, diagnostics on standard error; exit 0 done, 1 failed, 64 wrong usage.
// Never:  a decision about referrals; SQL; a result and a diagnostic on one stream.
// Next:   Serve.swift, how a server is joined, runs and ends; Setting.swift, what can be set; then a file for each
//         other command.

import ArgumentParser
import Glibc

@main
struct Grapevine: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grapevine",
        abstract: "A self-hosted referral-tracking server.",
        discussion: """
            Every flag of a setting is also an environment variable (--click-wait is GRAPEVINE_CLICK_WAIT) and a key of \
            the file that --config or GRAPEVINE_CONFIG names (click_wait). The command line wins, then the environment, \
            then the file. Exit status: 0 done, 1 failed, 64 wrong usage.
            """,
        version: "grapevine \(Version.text)",
        subcommands: [
            ServeCommand.self, KeyCommand.self, MigrateCommand.self, CheckCommand.self, BackupCommand.self,
            RestoreCommand.self, ExportCommand.self, AttributeCommand.self,
        ])

    static func main() {
        // What is made here holds people's addresses, or secrets.
        umask(0o077)
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            finish(after: error)
        }
    }
}
