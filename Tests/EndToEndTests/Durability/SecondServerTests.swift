import Foundation
import TestSupport
import Testing

@Suite("Two servers on one file")
struct SecondServerTests {
    @Test("the second refuses, says which process has the file, and leaves the first alone")
    func second() throws {
        let shop = try Shop.open()
        let link = shop.folder.path("link.db")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: shop.database)
        for name in [shop.database, link] {
            let second = try GrapevineCommand.run(["serve", "--listen", "127.0.0.1:0", "--database", name])
            #expect(second.ending == .exit(1))
            #expect(second.errors.contains("in use by another server, process \(shop.server.command.identifier)"))
            #expect(second.errors.contains("--database"))
        }
        try shop.enrol("asha")
    }

    @Test("one that was killed leaves no claim behind")
    func afterKill() throws {
        let shop = try Shop.open()
        try shop.crash()
        try shop.enrol("asha")
    }
}
