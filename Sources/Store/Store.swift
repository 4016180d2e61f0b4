// Store: one SQLite file, its one writer and its readers, and the SQL of each noun.
//
// In:     jobs that read, decide and write, handed to the writer; work that only reads, handed to the readers.
// Out:    answers after the commit; `StoreError`, the facts of what went wrong.
// Never:  a decision about referrals; a clock or a node number of its own; text spliced into SQL.
// Next:   Writer.swift, how commits are shared; SQL.swift, how values are bound; then a file for each noun.

import Domain
import Migrations

/// The open store.
package final class ReferralStore: Sendable {
    package let writer: Writer
    package let readers: Readers
    /// The time of the newest identifier at the opening: should the clock be behind it, it once was ahead.
    package let newestAtOpening: Timestamp
    private let checkpointer: Checkpointer
    private let folder: ClickFolder

    package struct Options: Sendable {
        package var durability: Durability
        /// Connections that read.
        package var readers: Int
        /// Work that may wait for a reader.
        package var waitingReads: Int
        package var writer = Writer.Limits()
        package var clock: @Sendable () -> Timestamp
        /// Whether this process makes the orders and counts of clicks. Only one may: the server, which holds the store's
        /// lock. Another one beside it stores no clicks.
        package var foldsClicks = true
        /// How long clicks are kept, at least a day; nil: for good. Their counts stay.
        package var keptDays: Int?
        /// 0...255, different for each process that writes to the store at the same time.
        package var node: UInt8
        /// Told when the store stops and begins to take what is written; on the writer's queue.
        package var onHealth: @Sendable (StoreHealth) -> Void = { _ in }

        package init(
            durability: Durability = .full, readers: Int = 4, waitingReads: Int = 10_000, node: UInt8 = 0,
            clock: @escaping @Sendable () -> Timestamp
        ) {
            self.durability = durability
            self.readers = readers
            self.waitingReads = waitingReads
            self.node = node
            self.clock = clock
        }
    }

    /// Opens the file, makes it if there is none, and migrates it.
    /// - Parameter onError: told of failures that no caller is told of: background passes, checkpoints. Called on the
    ///   store's own queues.
    package static func open(
        path: String, options: Options, onError: @escaping @Sendable (any Error) -> Void
    ) throws -> ReferralStore {
        try open(
            path: path, options: options, migrations: EmbeddedMigrations.all, mintedTables: MintedTables.names,
            onError: onError)
    }

    /// The same for a schema of the caller's own; ids go on above the highest of `mintedTables`.
    static func open(
        path: String, options: Options, migrations: [Migration], mintedTables: [String],
        onError: @escaping @Sendable (any Error) -> Void
    ) throws -> ReferralStore {
        let opening = Opening(path: path, durability: options.durability)
        let connection = try opening.writing(.readWrite)
        try Migrator(connection, migrations).migrate(at: options.clock())
        try Engine.keepUndoInMemory(connection)
        // Above all clicks that were, too, should the newest of them be gone.
        let fold = migrations == EmbeddedMigrations.all ? try connection.clickFold().orderedUntil : 0
        let minter = IDMinter(
            node: options.node, last: max(fold, try Engine.highestID(connection, in: mintedTables)))
        let checkpointer = Checkpointer(try opening.checkpointing(), onError: onError)
        let readers = try Readers(count: options.readers, limit: options.waitingReads, opening.reading)
        let others = Upkeep.Others {
            readers.closeConnections()
            checkpointer.closeConnection()
        } open: {
            try checkpointer.reopen(opening.checkpointing)
            try readers.reopen(opening.reading)
        }
        let upkeep = Upkeep(connection, opening, others: others, onHealth: options.onHealth)
        let writer = Writer(
            connection, upkeep: upkeep, minter: minter, limits: options.writer, checkpointer: checkpointer,
            clock: options.clock, onError: onError)
        let folder = ClickFolder(
            writer, keptDays: options.keptDays, clock: options.clock, opening: opening.reading, onError: onError)
        if options.foldsClicks, migrations == EmbeddedMigrations.all { try follow(writer, with: folder) }
        return ReferralStore(
            writer: writer, readers: readers, checkpointer: checkpointer, folder: folder,
            newestAtOpening: minter.newest)
    }

    /// Has the folder do what was left, and look again whenever enough clicks have come.
    private static func follow(_ writer: Writer, with folder: ClickFolder) throws {
        folder.catchUp()
        try writer.wait { transaction in
            let tail = ClickTail(wakesAt: folder.sizes.run) { [weak folder] in folder?.wake() }
            try transaction.connection.attach(tail)
        }
        guard folder.keptDays != nil else { return }
        // Clicks grow old while none come, too.
        writer.every(milliseconds: 600_000) { [weak folder] _ in
            folder?.wake()
            return false
        }
    }

    private init(
        writer: Writer, readers: Readers, checkpointer: Checkpointer, folder: ClickFolder, newestAtOpening: Timestamp
    ) {
        self.folder = folder
        self.newestAtOpening = newestAtOpening
        self.writer = writer
        self.readers = readers
        self.checkpointer = checkpointer
    }

    /// Which migrations the file at `path` has. It is opened for reading only and not changed.
    package static func migrationStatus(path: String) throws -> [MigrationStatus] {
        try reading(path: path) { try Migrator($0).status() }
    }

    /// Every migration that the file at `path` or this binary has, whether or not the two fit together.
    package static func migrationList(path: String) throws -> [ListedMigration] {
        try reading(path: path) { try Migrator($0).list() }
    }

    /// Opens the file at `path` for reading only and has `body` use it. Nothing is changed and nothing migrated.
    package static func reading<Value>(path: String, _ body: (Connection) throws -> Value) throws -> Value {
        let connection = try Connection(path: path, mode: .readOnly)
        defer { connection.close() }
        try Engine.prepareReader(connection)
        return try body(connection)
    }

    /// Finishes what is waiting and gives back the file: all reads first, then all writes.
    package func close() {
        readers.close()
        folder.close()
        checkpointer.close()
        writer.close()
    }
}
