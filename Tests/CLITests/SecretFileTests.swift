import Glibc
import Logging
import TestSupport
import Testing

@testable import CLI

@Suite("The secret file")
struct SecretFileTests {
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    @Test("is made once, for its owner alone, and read from then on")
    func made() throws {
        try inFolder { folder in
            let path = folder + "/a.secret"
            _ = try SecretFile.secrets(path, logger: logger)
            let first = try SmallFile.read(path, maximumBytes: 100)
            #expect(first.count == 32)
            #expect(!SmallFile.isOpenToOthers(path))
            _ = try SecretFile.secrets(path, logger: logger)
            #expect(try SmallFile.read(path, maximumBytes: 100) == first)
        }
    }

    @Test("of another size is refused", arguments: [0, 31, 33])
    func wrongSize(count: Int) throws {
        try inFolder { folder in
            let path = folder + "/a.secret"
            try SmallFile.make(path, [UInt8](repeating: 1, count: count))
            #expect { try SecretFile.secrets(path, logger: logger) } throws: {
                ($0 as? Failure)?.words.contains("has \(count) bytes, not 32") == true
            }
        }
    }

    @Test("that is there is never replaced")
    func noReplacing() throws {
        try inFolder { folder in
            let path = folder + "/a.secret"
            try SmallFile.make(path, [1])
            #expect(throws: SmallFile.Fault.system(number: EEXIST)) { try SmallFile.make(path, [2]) }
            #expect(try SmallFile.read(path, maximumBytes: 10) == [1])
        }
    }

    private func inFolder(_ body: (String) throws -> Void) throws {
        let folder = try TemporaryFolder()
        try withExtendedLifetime(folder) { try body(folder.path(".")) }
    }
}
