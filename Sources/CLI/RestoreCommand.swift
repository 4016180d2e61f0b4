import ArgumentParser
import Store

struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Put a backup in place of the database, which is kept beside it.",
        discussion: """
            The backup is brought up to date in a copy and passes all that check looks at, before anything else is \
            touched. A database that a server has open is refused.
            """)

    @Argument(help: ArgumentHelp("A file that backup made, or any whole database file.", valueName: "file"))
    var file: String

    @OptionGroup var store: StoreOptions

    func run() throws {
        let path = try store.databasePath()
        guard SmallFile.exists(file) else { throw Failure(words: "there is no backup \(file)") }
        var line = ProgressLine()
        defer { line.end() }
        let restored = try ReferralStore.restore(file, to: path, at: WallClock.now()) { copied, all in
            line.tell("\(copied) of \(all) pages copied")
        }
        line.end()
        let (schema, before) = (restored.copy.schema, restored.backupSchema)
        let change = before < schema ? "brought from schema \(before) to \(schema)" : "schema \(schema)"
        Output.note("restored \(path) from \(file): \(restored.copy.bytes) bytes, \(change), examined")
        guard let kept = restored.kept else { return }
        Output.note("the database that was there is kept as \(kept)")
        if let damage = restored.damage {
            Output.note("it is damaged (\(damage)); what SQLite had beside it is kept under the same name")
        } else {
            Output.note("to go back: grapevine restore \(kept) --database \(path)")
        }
    }
}
