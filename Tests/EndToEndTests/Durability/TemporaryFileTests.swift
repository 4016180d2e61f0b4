import Foundation
import TestSupport
import Testing

@Suite struct TemporaryFileTests {
    @Test("an order is stored without a temporary file, which would be slow and may find no place")
    func noTemporaryFile() throws {
        let folder = try TemporaryFolder()
        // Where SQLite would make one. It deletes it at once, but the folder tells when it was last changed.
        let place = folder.path("temporary")
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        let shop = try Shop([], in: folder, environment: ["SQLITE_TMPDIR": place])
        try shop.activate(.diwali)
        let referrer = try shop.enrol("asha")
        let before = try changed(place)
        try shop.purchase("order-1", by: "ravi", ["code": .string(referrer.code)]).expect(201)
        #expect(try changed(place) == before)
    }

    private func changed(_ path: String) throws -> Date? {
        try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
    }
}
