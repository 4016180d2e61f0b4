import Glibc

/// A disk that fails or is slow under a database, and a clock that is set, when a test says so: what the library
/// `Tests/FaultShim` does within the server, told through a file that both look at.
package final class FaultShim: Sendable {
    package struct Files: OptionSet, Sendable {
        package let rawValue: UInt32
        package static let database = Files(rawValue: 1)
        package static let log = Files(rawValue: 2)
        package static let sharedMemory = Files(rawValue: 4)
        package static let all: Files = [.database, .log, .sharedMemory]

        package init(rawValue: UInt32) {
            self.rawValue = rawValue
        }
    }

    package struct Calls: OptionSet, Sendable {
        package let rawValue: UInt32
        package static let write = Calls(rawValue: 1)
        package static let sync = Calls(rawValue: 2)
        package static let truncate = Calls(rawValue: 4)
        /// Opening a file with the right to write it.
        package static let open = Calls(rawValue: 8)
        /// What a commit or a checkpoint is made of.
        package static let disk: Calls = [.write, .sync, .truncate]

        package init(rawValue: UInt32) {
            self.rawValue = rawValue
        }
    }

    /// Not under a sanitizer, which cannot be in the library and in the server.
    package static let isBuilt = (try? GrapevineCommand.built(library)) != nil
    private static let library = "libFaultShim.so"

    /// What the server is to be started with.
    package let environment: [String: String]
    private let descriptor: Int32

    /// As `struct fault_control` has them.
    private enum Mode: UInt32 {
        case off, fail, delay
    }

    private static let seenOffset = 24
    private static let hitOffset = 28
    private static let clockOffset = 32

    /// - Parameters:
    ///   - database: the path of the database's file, which need not be there yet.
    ///   - folder: where the file lies that both look at.
    package init(database: String, in folder: TemporaryFolder) throws {
        let control = folder.path("fault-control")
        descriptor = open(control, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0, ftruncate(descriptor, 64) == 0 else {
            throw OutputError(expected: control, output: "errno \(errno)")
        }
        environment = [
            "LD_PRELOAD": try GrapevineCommand.built(Self.library).path, "FAULT_CONTROL": control,
            "FAULT_DATABASE": database,
        ]
    }

    deinit {
        close(descriptor)
    }

    /// From now on calls fail with `number`.
    /// - Parameters:
    ///   - first: the first call to fail; 1 is the next one.
    ///   - count: how many fail from there on; nil: all.
    package func fail(
        _ number: Int32, _ calls: Calls = .disk, on files: Files = .all, from first: Int = 1, count: Int? = nil
    ) {
        arm(.fail, calls, files, first, count, UInt32(number))
    }

    /// From now on calls take so much longer.
    /// - Parameters:
    ///   - first: the first such call; 1 is the next one.
    ///   - count: how many from there on; nil: all.
    package func delay(
        milliseconds: Int, _ calls: Calls = .sync, on files: Files = .all, from first: Int = 1, count: Int? = nil
    ) {
        arm(.delay, calls, files, first, count, UInt32(milliseconds))
    }

    /// From now on all goes well.
    package func mend() {
        write([Mode.off.rawValue], at: 0)
    }

    /// Calls that came by since the last `fail` or `delay`.
    package var seen: Int { Int(read(at: Self.seenOffset)) }

    /// How many of them failed or were delayed.
    package var hit: Int { Int(read(at: Self.hitOffset)) }

    /// Sets the server's clock ahead or, with a negative number, back.
    package func setClock(aheadSeconds: Int64) {
        withUnsafeBytes(of: aheadSeconds) { _ = pwrite(descriptor, $0.baseAddress, $0.count, off_t(Self.clockOffset)) }
    }

    private func arm(_ mode: Mode, _ calls: Calls, _ files: Files, _ first: Int, _ count: Int?, _ number: UInt32) {
        mend()
        let length = count.map { UInt32($0) } ?? UInt32.max
        write([files.rawValue, calls.rawValue, UInt32(first), length, number, 0, 0], at: 4)
        write([mode.rawValue], at: 0)
    }

    private func write(_ words: [UInt32], at offset: Int) {
        words.withUnsafeBytes { _ = pwrite(descriptor, $0.baseAddress, $0.count, off_t(offset)) }
    }

    private func read(at offset: Int) -> UInt32 {
        var word: UInt32 = 0
        withUnsafeMutableBytes(of: &word) { _ = pread(descriptor, $0.baseAddress, $0.count, off_t(offset)) }
        return word
    }
}
