import Domain
import Foundation
import Testing

@testable import Store

@Suite("The file of a backup")
struct BackupFileTests {
    let scratch: Scratch
    let target: String

    init() throws {
        scratch = try Scratch()
        target = scratch.path + ".backup"
        _ = try scratch.connect()
    }

    private func files() throws -> [String] {
        let folder = URL(filePath: scratch.path).deletingLastPathComponent().path
        return try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.contains("backup") }.sorted()
    }

    @Test("is refused to a second process while one writes it")
    func underway() throws {
        let draft = try DraftFile(for: target)
        #expect(throws: BackupError.underway(draft.path)) {
            try ReferralStore.backUp(path: scratch.path, to: target)
        }
        #expect(try files() == ["test.db.backup.partial"])
    }

    @Test("replaces what a process that was ended left of its own")
    func leftover() throws {
        try Data(repeating: 1, count: 100_000).write(to: URL(filePath: target + ".partial"))
        let copy = try ReferralStore.backUp(path: scratch.path, to: target)
        #expect(copy.schema == 1)
        #expect(try files() == ["test.db.backup"])
    }

    @Test("is nowhere when it was not finished")
    func unfinished() throws {
        do {
            let draft = try DraftFile(for: target)
            try ReferralStore.copy(scratch.path, to: draft) { _, _ in }
            #expect(try files() == ["test.db.backup.partial"])
        }
        #expect(try files() == [])
    }

    @Test("has all pages of one moment, though others commit between two of its steps")
    func oneMoment() throws {
        let store = try scratch.open()
        try store.writer.wait { transaction in
            for number in 0..<30 {
                let id = try transaction.insertThing("\(number)")
                try transaction.run("UPDATE thing SET body = zeroblob(1000000) WHERE id = \(id)")
            }
        }
        var steps = 0
        try ReferralStore.backUp(path: scratch.path, to: target) { _, _ in
            steps += 1
            try? store.writer.wait { transaction in
                try transaction.run("UPDATE thing SET name = 'later ' || name")
                try transaction.insertThing("more")
            }
        }
        #expect(steps > 1)
        let names = try ReferralStore.reading(path: target) { try $0.thingNames() }
        #expect(names == (0..<30).map { "\($0)" })
        #expect(try store.readers.wait { try $0.thingNames().count } == 30 + steps)
    }
}
