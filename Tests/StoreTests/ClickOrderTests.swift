import Domain
import Migrations
import Synchronization
import TestSupport
import Testing

@testable import Store

@Suite("The orders of clicks")
struct ClickOrderTests {
    private static let start = Timestamp(milliseconds: 1_760_000_000_000)

    /// Small, so that a few hundred clicks go through every pass many times.
    private static let sizes = ClickFolder.Sizes(
        run: 20, largestRun: 60, fan: 3, tally: 100, blocks: 2, tallies: 7, pruned: 9)

    /// Some clicks, folded by passes now and then, and what a list of them says.
    @Test("and the tallies agree with a plain list of the clicks, however far the passes are", arguments: 0..<12)
    func agree(seed: UInt64) throws {
        var random = Seed(seed)
        let scratch = try Scratch()
        let (writer, folder, connection) = try open(scratch.path)
        var list: [ClickRow] = []
        for _ in 0..<12 {
            let rows = rows(Int.random(in: 1...90, using: &random), &random, after: list)
            list += rows
            try writer.wait { transaction in for row in rows { try transaction.connection.insert(row) } }
            if Bool.random(using: &random) { folder.catchUp() }
            try compare(list, connection, writer, &random)
        }
        folder.catchUp()
        #expect(try faults(connection) == [])
        #expect(try connection.clickFold().orderedUntil > 0)
        folder.close()
        writer.close()
    }

    @Test("stay right where a pass was cut off anywhere")
    func cutOff() throws {
        var random = Seed(1)
        let scratch = try Scratch()
        let (writer, folder, connection) = try open(scratch.path)
        var list: [ClickRow] = []
        for round in 0..<30 {
            let rows = rows(50, &random, after: list)
            list += rows
            try writer.wait { transaction in for row in rows { try transaction.connection.insert(row) } }
            // As a process would leave them that ended there: each of these is a state after one slice.
            try writer.wait { transaction in
                var fold = try transaction.connection.clickFold()
                if round % 3 == 0, fold.countingUntil == fold.countedUntil {
                    fold.countingUntil = fold.orderedUntil
                    try transaction.connection.set(fold)
                }
                let run = try transaction.connection.highestRun() + 1
                try transaction.connection.insert(
                    ClickRun(
                        id: run, order: .link, level: 9, state: .building, firstID: 0, lastID: 9, form: .whole,
                        entries: 0))
                try transaction.connection.insert(
                    PlacedBlock(run: run, first: ClickEntry(key: 9, id: 0), octets: [0, 0]))
            }
            #expect(try faults(connection) == [])
            folder.catchUp()
            try compare(list, connection, writer, &random)
        }
        #expect(try connection.uselessRuns() == [])
        folder.close()
        writer.close()
    }

    @Test("lose the clicks before the kept days, and their counts stay")
    func pruned() throws {
        var random = Seed(6)
        let scratch = try Scratch()
        let now = Mutex(Self.start)
        let (writer, folder, connection) = try open(scratch.path, keptDays: 1) { now.withLock { $0 } }
        var list: [ClickRow] = []
        for _ in 0..<12 {
            let rows = rows(90, &random, after: list)
            list += rows
            let newest = try #require(list.last).id.madeAt
            now.withLock { $0 = newest }
            try writer.wait { transaction in for row in rows { try transaction.connection.insert(row) } }
            folder.catchUp()
            let fold = try connection.clickFold()
            let gone = list.filter { $0.id.value <= fold.prunedUntil }
            #expect(gone.allSatisfy { $0.id.madeAt < newest + -Timestamp.day })
            #expect(try connection.first("SELECT COUNT(*) FROM click") { $0.int(0) } == list.count - gone.count)
            #expect(try faults(connection) == [])
            let hour = Timestamp(milliseconds: newest.milliseconds / Timestamp.hour * Timestamp.hour)
            let counts = try connection.snapshot {
                try connection.countedClicks(ofLinks: [1, 2, 3, 4, 5], from: nil, to: hour)
            }
            #expect(counts.values.reduce(0, +) == Int64(list.count { $0.id.madeAt < hour }))
            for visitor in Set(list.map { $0.visitor }) {
                let found = try writer.wait { transaction in
                    try transaction.connection.clicks(of: visitor, .human, after: nil, until: newest, limit: .max)
                }
                let kept = list.filter {
                    $0.visitor == visitor && $0.clickClass == .human && $0.id.value > fold.prunedUntil
                }
                #expect(found.map { $0.id } == kept.map { $0.id }.reversed())
            }
        }
        #expect(try connection.clickFold().prunedUntil > 0)
        folder.close()
        writer.close()
    }

    @Test("lose the clicks of a shop that has few, too")
    func prunedEarly() throws {
        var random = Seed(7)
        let scratch = try Scratch()
        let now = Mutex(Self.start)
        let (writer, folder, connection) = try open(scratch.path, keptDays: 1) { now.withLock { $0 } }
        let list = rows(5, &random, after: [])
        try writer.wait { transaction in for row in list { try transaction.connection.insert(row) } }
        now.withLock { $0 = Self.start + 3 * Timestamp.day }
        folder.catchUp()
        #expect(try connection.first("SELECT COUNT(*) FROM click") { $0.int(0) } == 0)
        let counts = try connection.snapshot {
            try connection.countedClicks(ofLinks: [1, 2, 3, 4, 5], from: nil, to: nil)
        }
        #expect(counts.values.reduce(0, +) == 5)
        #expect(try faults(connection) == [])
        folder.close()
        writer.close()
    }

    @Test("are not pruned while the clock is behind where it once was")
    func clockBehind() throws {
        var random = Seed(8)
        let scratch = try Scratch()
        let now = Mutex(Self.start + 90 * Timestamp.day)
        let (writer, folder, connection) = try open(scratch.path, keptDays: 1) { now.withLock { $0 } }
        try writer.wait { _ in }
        now.withLock { $0 = Self.start + 3 * Timestamp.day }
        let list = rows(5, &random, after: [])
        try writer.wait { transaction in for row in list { try transaction.connection.insert(row) } }
        folder.catchUp()
        #expect(try connection.first("SELECT COUNT(*) FROM click") { $0.int(0) } == 5)
        folder.close()
        writer.close()
    }

    @Test("do not count again what a migration has counted without ordering it")
    func countedBefore() throws {
        var random = Seed(9)
        let scratch = try Scratch()
        let (writer, folder, connection) = try open(scratch.path)
        let old = rows(15, &random, after: [])
        try writer.wait { transaction in
            let connection = transaction.connection
            for row in old { try connection.insert(row) }
            for (tally, rows) in Dictionary(grouping: old, by: { TallyKey($0) }) {
                try connection.run(
                    "INSERT INTO click_tally VALUES (\(tally.link), \(tally.hour), \(tally.clickClass), \(rows.count))")
            }
            var fold = try connection.clickFold()
            (fold.countedUntil, fold.countingUntil) = (old[14].id.value, old[14].id.value)
            try connection.set(fold)
        }
        folder.catchUp()
        var list = old
        for _ in 0..<5 {
            let new = rows(40, &random, after: list)
            list += new
            try writer.wait { transaction in for row in new { try transaction.connection.insert(row) } }
            folder.catchUp()
        }
        #expect(try connection.clickFold().countedUntil > old[14].id.value)
        #expect(try faults(connection) == [])
        folder.close()
        writer.close()
    }

    @Test(
        "know the first visits of clicks from before these were told apart, wherever the passes were", arguments: 0..<8)
    func firstVisitsOfBefore(seed: UInt64) throws {
        var random = Seed(seed + 100)
        let scratch = try Scratch()
        let (writer, folder, connection) = try open(scratch.path, migrations: 9)
        let old = rows(Int.random(in: 1...300, using: &random), &random, after: []).map { row in
            var row = row
            row.seen = []
            return row
        }
        let parts = old.chunked(Int.random(in: 10...80, using: &random))
        for part in parts {
            try writer.wait { transaction in for row in part { try transaction.connection.insert(row) } }
            folder.catchUp()
        }
        // A pass that was cut off, as it is left after one of its slices.
        try writer.wait { transaction in
            var fold = try transaction.connection.clickFold()
            let counted = old.filter {
                $0.id.value > fold.countedUntil && $0.id.value <= fold.orderedUntil && $0.link < 3
            }
            for (tally, rows) in Dictionary(grouping: counted, by: { TallyKey($0) }) {
                try transaction.connection.run(
                    """
                    INSERT INTO click_tally
                    VALUES (\(tally.link), \(tally.hour), \(tally.clickClass), \(Int64(rows.count)))
                    ON CONFLICT (link, hour, class) DO UPDATE SET count = click_tally.count + excluded.count
                    """)
            }
            fold.countingUntil = fold.orderedUntil
            fold.countingLink = 3
            if fold.orderedUntil > fold.countedUntil { try transaction.connection.set(fold) }
        }
        #expect(try faults(connection) == [])
        folder.close()
        writer.close()

        let (newWriter, newFolder, newConnection) = try open(scratch.path, isNew: false)
        let links = (1...5).map { Int64($0) }
        let people = Set(old.filter { $0.clickClass == .human }.map { $0.visitor })
        for _ in 0..<2 {
            #expect(try faults(newConnection) == [])
            let counted = try newConnection.countedClicks(ofLinks: links, from: nil, to: nil)
            #expect(counted[.firstVisit, default: 0] == Int64(people.count))
            #expect(
                try newConnection.countedClicks(ofLinks: links, from: nil, to: nil).byClass().filter { $0.value > 0 }
                    == Dictionary(grouping: old) { $0.clickClass }.mapValues { Int64($0.count) })
            newFolder.catchUp()
        }
        newFolder.close()
        newWriter.close()
    }

    @Test("take a visitor with two hundred human clicks for known everywhere", arguments: [false, true])
    func knownEverywhere(isFolded: Bool) throws {
        var random = Seed(20)
        let scratch = try Scratch()
        let (writer, folder, _) = try open(scratch.path)
        var last: ID<Click>?
        func click(_ count: Int) throws {
            var clicks: [ClickRow] = []
            for _ in 0..<count {
                var click = row(&random, after: last)
                (click.clickClass, click.visitor) = (.human, Visitor(hash: 8))
                clicks.append(click)
                last = click.id
            }
            try writer.wait { [clicks] transaction in for click in clicks { try transaction.connection.insert(click) } }
            if isFolded { folder.catchUp() }
        }
        func isKnown() throws -> Bool {
            try writer.wait { transaction in
                try transaction.connection.hasHumanClick(by: Visitor(hash: 8), at: ID(value: 3), since: nil)
            }
        }
        try click(199)
        #expect(try !isKnown())
        try click(1)
        #expect(try isKnown() == isFolded)
        folder.close()
        writer.close()
    }

    @Test("tell who wants all clicks of a visitor with a thousand in one run to ask class by class")
    func veryMany() throws {
        var random = Seed(21)
        let scratch = try Scratch()
        let (writer, folder, connection) = try open(scratch.path)
        var list: [ClickRow] = []
        for (count, isKnown) in [(999, true), (1, true), (81, false)] {
            for _ in 0..<count {
                var click = row(&random, after: list.last?.id)
                (click.clickClass, click.visitor) = (.head, Visitor(hash: 8))
                list.append(click)
            }
            let new = Array(list.suffix(count))
            try writer.wait { transaction in for click in new { try transaction.connection.insert(click) } }
            if !isKnown { folder.catchUp() }
            let until = try #require(list.last).id.madeAt
            let known = try writer.wait { transaction in
                try transaction.connection.clickIdentifiers(of: Visitor(hash: 8), after: nil, until: until)
            }
            #expect((known != nil) == isKnown)
            let found = try connection.clicks(of: Visitor(hash: 8), .head, after: nil, until: until, limit: 3)
            #expect(found.map { $0.id } == list.suffix(3).map { $0.id }.reversed())
        }
        folder.close()
        writer.close()
    }

    private struct TallyKey: Hashable {
        let link: Int64
        let hour: Int64
        let clickClass: Int64

        init(_ click: ClickRow) {
            link = click.link
            hour = click.id.madeAt.milliseconds / Timestamp.hour
            clickClass = CountedClass(click.clickClass, isFirstVisit: click.seen.contains(.firstVisit)).rawValue
        }
    }

    @Test("have also the clicks that the writer's memory has lost")
    func lostTail() throws {
        var random = Seed(10)
        let scratch = try Scratch()
        let (writer, folder, connection) = try open(scratch.path)
        let list = rows(60, &random, after: [])
        try writer.wait { transaction in
            for row in list.prefix(15) { try transaction.connection.insert(row) }
            transaction.connection.clickTail?.removeAll()
        }
        try writer.wait { transaction in for row in list.dropFirst(15) { try transaction.connection.insert(row) } }
        folder.catchUp()
        #expect(try connection.clickFold().orderedUntil == list[59].id.value)
        #expect(try faults(connection) == [])
        folder.close()
        writer.close()
    }

    @Test("forget what a job wrote that was undone")
    func undone() throws {
        let scratch = try Scratch()
        let (writer, folder, _) = try open(scratch.path)
        var random = Seed(3)
        let (kept, undone) = (row(&random, after: nil), row(&random, after: ID(value: 1 << 50)))
        try writer.wait { try $0.connection.insert(kept) }
        try writer.wait(dryRun: true) { try $0.connection.insert(undone) }
        #expect(throws: StoreError.busy) {
            try writer.wait { transaction in
                try transaction.connection.insert(undone)
                throw StoreError.busy
            }
        }
        let found = try writer.wait { transaction in
            try ClickClass.allCases.flatMap { clickClass in
                try transaction.connection.clicks(
                    of: undone.visitor, clickClass, after: nil, until: Timestamp(milliseconds: 1 << 41), limit: 9)
            }
        }
        #expect(found.map { $0.id } == [kept].filter { $0.visitor == undone.visitor }.map { $0.id })
        folder.close()
        writer.close()
    }

    @Test("are made by the server alone: a command that opens the store beside it leaves the clicks to it")
    func oneFolder() throws {
        let scratch = try Scratch()
        var random = Seed(4)
        let clicks = rows(ClickFolder.Sizes().run, &random, after: [])
        for (folds, isOrdered) in [(false, false), (true, true)] {
            var options = ReferralStore.Options(durability: .normal) { Self.start }
            options.foldsClicks = folds
            let store = try ReferralStore.open(path: scratch.path, options: options) { Issue.record($0) }
            if !folds { try store.writer.wait { for row in clicks { try $0.connection.insert(row) } } }
            let until = try store.readers.wait { try $0.clickFold().orderedUntil }
            #expect((until > 0) == isOrdered)
            store.close()
        }
    }

    private func compare(
        _ list: [ClickRow], _ connection: Connection, _ writer: Writer, _ random: inout Seed
    ) throws {
        let links = (1...3).map { Int64($0) }
        let edges: [Timestamp?] = [
            nil, Self.start, Self.start + 3 * Timestamp.hour, list.randomElement(using: &random)?.id.madeAt,
        ]
        let (from, to) = (pick(edges, &random), pick(edges, &random))
        func isDuring(_ click: ClickRow) -> Bool {
            (from.map { click.id.madeAt >= $0 } ?? true) && (to.map { click.id.madeAt < $0 } ?? true)
        }
        let counts = try connection.snapshot {
            try connection.countedClicks(ofLinks: links, from: from, to: to).byClass()
        }
        let wanted = list.filter { links.contains($0.link) && isDuring($0) }
        #expect(
            counts.filter { $0.value > 0 }
                == Dictionary(grouping: wanted) { $0.clickClass }.mapValues { Int64($0.count) })
        let counted = try connection.snapshot { try connection.countedClicks(ofLinks: links, from: from, to: to) }
        #expect(counted[.firstVisit, default: 0] == Int64(wanted.count { $0.seen.contains(.firstVisit) }))
        let people = wanted.filter { $0.clickClass.isTouchpoint }
        #expect(
            try connection.uniqueVisitors(ofLinks: links, from: from, to: to)
                == Int64(Set(people.map { $0.visitor }).count))

        let one = pick(list, &random)
        let until = pick(list, &random).id.madeAt
        let expected = list.filter {
            $0.visitor == one.visitor && $0.clickClass == one.clickClass && $0.id.madeAt <= until
                && $0.id.madeAt > Self.start
        }.map { $0.id }.reversed().prefix(5)
        for reads in [true, false] {
            let read: @Sendable (Connection) throws -> [ID<Click>] = { connection in
                try connection.clicks(of: one.visitor, one.clickClass, after: Self.start, until: until, limit: 5)
                    .map { $0.id }
            }
            let found = try reads ? read(connection) : writer.wait { try read($0.connection) }
            #expect(found == Array(expected))
            let readAll: @Sendable (Connection) throws -> [ID<Click>] = { connection in
                let known = try connection.clickIdentifiers(of: one.visitor, after: Self.start, until: until)
                return try connection.clicks(known?[one.clickClass] ?? [], by: one.visitor, limit: 5).map { $0.id }
            }
            #expect(try (reads ? readAll(connection) : writer.wait { try readAll($0.connection) }) == found)
        }
        let isKnown = try writer.wait { transaction in
            try transaction.connection.hasHumanClick(by: one.visitor, onLink: one.link, since: until)
        }
        let isListed = list.contains {
            $0.visitor == one.visitor && $0.link == one.link && $0.clickClass == .human && $0.id.madeAt >= until
        }
        #expect(isKnown == isListed)
        for (referrer, since) in [(2, nil), (2, until), (3, nil)] as [(Int64, Timestamp?)] {
            let isKnown = try writer.wait { transaction in
                try transaction.connection.hasHumanClick(by: one.visitor, at: ID(value: referrer), since: since)
            }
            let isListed = list.contains {
                $0.visitor == one.visitor && $0.clickClass == .human && $0.id.madeAt >= since ?? .distantPast
            }
            #expect(isKnown == (referrer == 2 && isListed))
        }
    }

    private func faults(_ connection: Connection) throws -> [String] {
        try connection.clickFaults() + connection.countFaults() + connection.orderFaults()
    }

    private func rows(_ count: Int, _ random: inout Seed, after list: [ClickRow]) -> [ClickRow] {
        var rows: [ClickRow] = []
        var known = Set((list).filter { $0.clickClass == .human }.map { $0.visitor })
        for _ in 0..<count {
            var row = row(&random, after: rows.last?.id ?? list.last?.id)
            if row.clickClass == .human, known.insert(row.visitor).inserted { row.seen = .firstVisit }
            rows.append(row)
        }
        return rows
    }

    private func row(_ random: inout Seed, after last: ID<Click>?) -> ClickRow {
        let step = Int64.random(in: 1...600_000, using: &random)
        let id = max(last?.value ?? 0, ID<Click>.first(at: Self.start).value) + step << 21
        return ClickRow(
            id: ID(value: id | Int64.random(in: 0..<8192, using: &random)),
            link: Int64.random(in: 1...5, using: &random),
            clickClass: pick(ClickClass.allCases, &random), classRule: 1,
            visitor: Visitor(hash: pick([-8, -1, 7, 8, .max, .min], &random)), userAgent: 0,
            referringHost: 0, channel: 0, version: 1, seen: [])
    }

    private func open(
        _ path: String, migrations: Int = EmbeddedMigrations.all.count, isNew: Bool = true, keptDays: Int? = nil,
        clock: @escaping @Sendable () -> Timestamp = { Self.start }
    ) throws -> (Writer, ClickFolder, Connection) {
        let opening = Opening(path: path, durability: .normal)
        let writing = try opening.writing(.readWrite)
        _ = try Migrator(writing, Array(EmbeddedMigrations.all.prefix(migrations))).migrate(at: Self.start)
        if isNew { try writing.execute(script: Self.links) }
        writing.clickTail = ClickTail(wakesAt: .max) {}
        let reading = try opening.reading()
        let upkeep = Upkeep(writing, opening, others: Upkeep.Others(close: {}, open: {}), onHealth: { _ in })
        let writer = Writer(
            writing, upkeep: upkeep, minter: IDMinter(node: 0, last: 0), checkpointer: nil, clock: clock,
            onError: { _ in })
        let folder = ClickFolder(writer, Self.sizes, keptDays: keptDays, clock: clock, opening: opening.reading) {
            Issue.record($0)
        }
        return (writer, folder, reading)
    }

    private static let links = """
        INSERT INTO program VALUES (1, 'p', 'active', 1, 1, 0);
        INSERT INTO referrer VALUES (2, 'asha', NULL, NULL, 'customer', NULL, NULL, 'active', 'ASHA');
        INSERT INTO code VALUES ('ASHA', 'ASHA', 2, 0);
        INSERT INTO link VALUES (1, 'a', 2, 1, 'ASHA', 1, NULL, NULL, NULL, 0, 1),
            (2, 'b', 2, 1, 'ASHA', 1, NULL, NULL, NULL, 0, 2), (3, 'c', 2, 1, 'ASHA', 1, NULL, NULL, NULL, 0, 3),
            (4, 'd', 2, 1, 'ASHA', 1, NULL, NULL, NULL, 0, 4), (5, 'e', 2, 1, 'ASHA', 1, NULL, NULL, NULL, 0, 5);
        """

    private func pick<Element>(_ choices: [Element], _ random: inout Seed) -> Element {
        choices[Int.random(in: choices.indices, using: &random)]
    }
}

extension Connection {
    /// A click by itself.
    fileprivate func insert(_ click: ClickRow) throws {
        note(click)
        try insert([click])
    }
}

extension Array {
    fileprivate func chunked(_ size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
