import Foundation
import TestSupport

/// A store's files in a folder that goes with this object, and an admin's key to it.
final class StoreFiles {
    private static let name = "bench.db"
    private let folder: TemporaryFolder
    let key: String

    /// A new store.
    convenience init(_ binary: URL) throws {
        let folder = try TemporaryFolder()
        let words = [binary.path, "key", "create", "--scope", "admin", "--database", folder.path(Self.name)]
        let key = try SystemProgram.run(words).trimmingCharacters(in: .whitespacesAndNewlines)
        self.init(folder, key: key)
    }

    private init(_ folder: TemporaryFolder, key: String) {
        self.folder = folder
        self.key = key
    }

    /// The database's path.
    var database: String { folder.path(Self.name) }

    /// Another store with the same content. Only while no server has this one open.
    func copy() throws -> StoreFiles {
        let copied = try TemporaryFolder()
        for name in try names { try FileManager.default.copyItem(atPath: folder.path(name), toPath: copied.path(name)) }
        return StoreFiles(copied, key: key)
    }

    /// What the disk holds of it: the database, its log and whatever else is kept beside it.
    var bytes: Int {
        get throws {
            try names.map { name in
                let attributes = try FileManager.default.attributesOfItem(atPath: folder.path(name))
                return (attributes[.size] as? NSNumber)?.intValue ?? 0
            }.reduce(0, +)
        }
    }

    private var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path("")) }
    }
}
