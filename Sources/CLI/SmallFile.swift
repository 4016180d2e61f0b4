import Glibc

/// Reading and making small files whole.
enum SmallFile {
    enum Fault: Error, Hashable {
        case missing
        case tooLarge(maximumBytes: Int)
        case system(number: Int32)

        var words: String {
            switch self {
            case .missing: "there is no such file"
            case .tooLarge(let maximumBytes): "it has more than \(maximumBytes) bytes"
            case .system(let number): String(cString: strerror(number))
            }
        }

        fileprivate static var current: Fault { errno == ENOENT ? .missing : .system(number: errno) }
    }

    static func exists(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }

    static func read(_ path: String, maximumBytes: Int) throws(Fault) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .current }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: maximumBytes + 1)
        var count = 0
        while count < bytes.count {
            let read = bytes.withUnsafeMutableBytes { buffer in
                Glibc.read(descriptor, buffer.baseAddress?.advanced(by: count), buffer.count - count)
            }
            guard read >= 0 || errno == EINTR else { throw .current }
            guard read != 0 else { return Array(bytes.prefix(count)) }
            count += max(0, read)
        }
        throw .tooLarge(maximumBytes: maximumBytes)
    }

    /// Makes a file that its owner alone may read and write, whole or not at all, and on the disk when this returns.
    /// - Throws: `.system(EEXIST)` if there is one already.
    static func make(_ path: String, _ bytes: [UInt8]) throws(Fault) {
        let draft = "\(path).\(getpid())"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .current }
        defer { unlink(draft) }
        let isWritten = Glibc.write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
        let fault = Fault.current
        guard close(descriptor) == 0, isWritten else { throw fault }
        // Not rename, which would replace a file that another process made meanwhile.
        guard link(draft, path) == 0 else { throw .current }
        let directory = open(parent(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw .current }
        defer { close(directory) }
        guard fsync(directory) == 0 else { throw .current }
    }

    /// - Returns: whether others than its owner may read or write it; false where that can't be told.
    static func isOpenToOthers(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & 0o077 != 0
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
