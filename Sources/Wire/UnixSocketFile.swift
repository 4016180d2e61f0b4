import CLinux
import Glibc

/// The file that a Unix socket has in the file system. The system makes it and never removes it.
struct UnixSocketFile: Sendable {
    private let path: String
    private let device: dev_t
    private let inode: ino_t

    /// The file that was bound at `path` just now.
    init?(boundAt path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        self.path = path
        device = status.st_dev
        inode = status.st_ino
    }

    /// Removes it, if it still is the one that was bound: a successor may have put its own there.
    func remove() {
        guard let now = UnixSocketFile(boundAt: path), now.device == device, now.inode == inode else { return }
        unlink(path)
    }

    /// Makes room for a socket: removes one that a server left behind which is gone.
    /// - Throws: `SocketError` where somebody answers there, or where the file is no socket; it is left alone then.
    static func removeStale(_ path: String, _ address: ListenAddress) throws(SocketError) {
        var status = stat()
        // Anything else that is wrong with the path, bind will say.
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK
        else { throw SocketError("bind", number: EEXIST, address: address) }
        switch try knock(path, address) {
        case ECONNREFUSED:
            guard unlink(path) == 0 || errno == ENOENT else { throw SocketError("unlink", address: address) }
        case ENOENT: break
        // Its queue may be full, or it may be of another type: somebody is there.
        case 0, EAGAIN, EPROTOTYPE: throw SocketError("bind", number: EADDRINUSE, address: address)
        case let number: throw SocketError("connect", number: number, address: address)
        }
    }

    /// - Returns: what connecting came to, as errno has it; 0 when somebody took it.
    private static func knock(_ path: String, _ address: ListenAddress) throws(SocketError) -> Int32 {
        guard let target = SocketAddress(path: path)
        else { throw SocketError("bind", number: ENAMETOOLONG, address: address) }
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_UNIX, kind, 0)
        guard descriptor >= 0 else { throw SocketError("socket", address: address) }
        defer { _ = Glibc.close(descriptor) }
        return target.withPointer { connect(descriptor, $0, $1) } == 0 ? 0 : errno
    }
}
