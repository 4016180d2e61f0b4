#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

import Synchronization

/// The claim of one server on one database, held until `release` or the end of the process, however it ends.
///
/// A second server on the same file would keep a directory of links of its own in memory, and mint the same ids.
/// The claim is on `<database>.lock`, since SQLite's own locks come and go with each transaction. A command such as
/// `grapevine key create` needs no claim: it writes between the server's transactions.
package final class StoreLock: Sendable {
    /// nil once released.
    private let descriptor: Mutex<Int32?>

    /// - Throws: `.locked` at once if another holds the claim, naming its process; `.io` if the file cannot be made.
    package init(database path: String) throws(StoreError) {
        let lockPath = StoreFile.resolved(path) + ".lock"
        let descriptor = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .io("\(lockPath): cannot be opened, errno \(errno)") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = Self.holder(descriptor)
            close(descriptor)
            throw .locked("\(path) is in use by another server, process \(holder)")
        }
        self.descriptor = Mutex(descriptor)
        // Only for the message above: a claim without a number in its file is as good.
        let number = Array("\(getpid())\n".utf8)
        if ftruncate(descriptor, 0) == 0 { _ = pwrite(descriptor, number, number.count, 0) }
    }

    deinit {
        release()
    }

    /// Lets the next server in. The file stays: removing it could take it from under a server that just claimed it.
    package func release() {
        descriptor.withLock { descriptor in
            if let descriptor { close(descriptor) }
            descriptor = nil
        }
    }

    /// The process number that the holder wrote, or `?`.
    private static func holder(_ descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 20)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        let digits = bytes.prefix(max(0, count)).prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return digits.isEmpty ? "?" : String(decoding: digits, as: UTF8.self)
    }
}

/// Waits, blocking the thread. For starting up only.
func pause(milliseconds: Int) {
    usleep(UInt32(milliseconds) * 1000)
}
