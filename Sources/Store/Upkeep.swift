import Dispatch

/// Keeps the store fit to be written: sees that its files are where they were opened, opens them again where that
/// helps, and tells when the store stops and begins to take what is written.
///
/// The writer's, touched on its queue only.
struct Upkeep {
    private var files: PlacedFiles
    private let opening: Opening
    private let others: Others
    private let onHealth: @Sendable (StoreHealth) -> Void
    /// Why nothing can be kept at the moment.
    private(set) var trouble: StoreError?
    /// On the clock of `DispatchTime`, in nanoseconds.
    private var lastReopening: UInt64 = 0

    /// The connections that are not the writer's.
    struct Others: Sendable {
        let close: @Sendable () -> Void
        let open: @Sendable () throws -> Void
    }

    /// Between two attempts to open everything again, in nanoseconds: reads are refused for that moment.
    private static let reopeningPause: UInt64 = 1_000_000_000

    init(
        _ connection: Connection, _ opening: Opening, others: Others,
        onHealth: @escaping @Sendable (StoreHealth) -> Void
    ) {
        files = connection.placedFiles
        self.opening = opening
        self.others = others
        self.onHealth = onHealth
    }

    /// Before a transaction: what may be mended is.
    /// - Throws: why nothing can be written now.
    mutating func prepare(_ connection: inout Connection) throws {
        try files.checkDatabase()
        do {
            try files.checkCompanions()
        } catch {
            // The database is whole without its log once all of that is in it.
            guard !connection.isClosed else { return try reopen(&connection, after: error) }
            guard try Engine.carriesAll(connection) else { throw error }
            return try reopen(&connection, after: error)
        }
        if connection.isClosed { return try reopen(&connection, after: trouble ?? .closed) }
        if case .readOnly? = trouble { try? reopen(&connection, after: .closed) }
    }

    /// After a commit, before it is acknowledged: what was committed to a file without a name would be lost.
    func checkPlaces() throws(StoreError) {
        try files.check()
    }

    /// - Parameter error: what took a whole transaction away.
    mutating func noteFailure(_ error: any Error) {
        guard let error = error as? StoreError, error.isTrouble else { return }
        if trouble.map(error.isLike) != true { onHealth(.failing(error)) }
        trouble = error
    }

    /// - Parameter hasWritten: whether it reached the disk; a transaction without a change proves nothing.
    mutating func noteSuccess(hasWritten: Bool) {
        guard trouble != nil, hasWritten else { return }
        trouble = nil
        onHealth(.recovered)
    }

    /// What commits survive that are acknowledged.
    var durability: Durability { opening.durability }

    /// Whether closing could harm: the last connection deletes the log by its name, which may be another's now.
    var mustAbandon: Bool {
        do throws(StoreError) {
            try files.checkDatabase()
            return false
        } catch {
            return true
        }
    }

    /// Closes every connection of this process and opens all again: what SQLite found out at their opening, such as
    /// that a file cannot be written, it keeps as long as one of them is open.
    /// - Throws: `error` when it is too early for another attempt; else why they cannot be opened.
    private mutating func reopen(_ connection: inout Connection, after error: StoreError) throws {
        let now = DispatchTime.now().uptimeNanoseconds
        guard now - lastReopening >= Self.reopeningPause else { throw error }
        lastReopening = now
        others.close()
        connection.close()
        let opened = try opening.writing()
        try Engine.keepUndoInMemory(opened)
        let found = opened.placedFiles
        guard found.hasSameDatabase(as: files) else { throw StoreError.misplaced(opening.path, isReplaced: true) }
        connection = opened
        files = found
        do {
            try others.open()
        } catch {
            // So that the next attempt is for all of them.
            connection.close()
            throw error
        }
    }
}
