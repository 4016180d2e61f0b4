import Domain
import Foundation
import Migrations
import Synchronization

@testable import Store

/// A directory of a test's own, gone with it; and what the kernel's tests need around a store.
final class Scratch: Sendable {
    let path: String
    /// What `onError` was told.
    let errors = Mutex<[String]>([])
    private let directory: URL

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "grapevine-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        path = directory.appending(path: "test.db").path
    }

    deinit {
        try? FileManager.default.removeItem(at: directory)
    }

    /// A store with the schema `Migration.things`, whose clock stands still unless told otherwise.
    func open(
        migrations: [Migration] = [.things], _ change: (inout ReferralStore.Options) -> Void = { _ in },
        clock: @escaping @Sendable () -> Timestamp = { Timestamp(milliseconds: 1_760_000_000_000) }
    ) throws -> ReferralStore {
        var options = ReferralStore.Options(durability: .normal, clock: clock)
        change(&options)
        return try ReferralStore.open(path: path, options: options, migrations: migrations, mintedTables: ["thing"]) {
            error in self.errors.withLock { $0.append("\(error)") }
        }
    }

    /// A connection to a store with the schema `Migration.things`.
    func connect() throws -> Connection {
        let connection = try Connection(path: path, mode: .readWrite)
        try Engine.prepareWriter(connection, durability: .normal)
        try Migrator(connection, [.things]).migrate(at: Timestamp(milliseconds: 0))
        return connection
    }
}

extension Migration {
    static let things = Migration(
        number: 1, name: "things",
        sql: """
            CREATE TABLE thing (
                id BIGINT PRIMARY KEY,
                name TEXT UNIQUE CHECK (name <> ''),
                body BYTEA
            );

            CREATE TABLE part (
                thing BIGINT NOT NULL REFERENCES thing (id),
                late BIGINT REFERENCES thing (id) DEFERRABLE INITIALLY DEFERRED
            );
            """)
}

/// A noun of the tests' own.
enum Thing: Identified {
    static let idPrefix = "thg"
}

extension Transaction {
    @discardableResult
    func insertThing(_ name: String) throws -> ID<Thing> {
        let id = mint(Thing.self)
        try run("INSERT INTO thing (id, name) VALUES (\(id), \(name))")
        return id
    }
}

extension Connection {
    func thingNames() throws -> [String] {
        try rows("SELECT name FROM thing ORDER BY id") { $0.text(0) }
    }
}

/// Why a test's job failed.
struct Refusal: Error, Equatable {}

/// The answers of submitted jobs, waited for together.
final class Answers<Value: Sendable>: Sendable {
    private let results = Mutex<[Result<Value, any Error>]>([])
    private let group = DispatchGroup()

    func expectOne() -> @Sendable (Result<Value, any Error>) -> Void {
        group.enter()
        return { result in
            self.results.withLock { $0.append(result) }
            self.group.leave()
        }
    }

    /// In the order of answering.
    func all() -> [Result<Value, any Error>] {
        group.wait()
        return results.withLock { $0 }
    }
}

extension Result {
    var error: Failure? {
        if case .failure(let error) = self { error } else { nil }
    }
}

/// A job that holds up the writer until it is let go, so that what is submitted meanwhile becomes one batch.
final class Gate: Sendable {
    private let entered = DispatchSemaphore(value: 0)
    private let opened = DispatchSemaphore(value: 0)

    /// Returns once the writer stands at the gate.
    init(_ writer: Writer) {
        writer.submit { [entered, opened] _ in
            entered.signal()
            opened.wait()
        } then: { _ in
        }
        entered.wait()
    }

    func open() {
        opened.signal()
    }
}
