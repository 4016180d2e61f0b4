#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What is done to whole files of the store, with errors that name them.
enum StoreFile {
    /// Where the file really is, so that two names of it are one. As it stands where there is no file yet.
    static func resolved(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// Whether there is anything of this name.
    static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// Whether two paths lead to one file.
    static func isSame(_ one: String, _ other: String) -> Bool {
        var (first, second) = (stat(), stat())
        return stat(one, &first) == 0 && stat(other, &second) == 0 && first.st_ino == second.st_ino
            && first.st_dev == second.st_dev
    }

    /// In bytes; 0 where there is no file.
    static func size(_ path: String) -> Int64 {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }

    /// Puts `path` under a new name, in place of what had it.
    static func move(_ path: String, to name: String) throws(StoreError) {
        guard rename(path, name) == 0 else { throw failure("\(path) cannot be renamed to \(name)") }
    }

    /// Gives the file a second name that nothing has yet; where the file system has no second names, the new one
    /// alone.
    static func keep(_ path: String, as name: String) throws(StoreError) {
        if link(path, name) == 0 { return }
        guard errno != EEXIST else { throw failure("\(path) cannot be kept as \(name)") }
        try move(path, to: name)
    }

    static func remove(_ path: String) {
        unlink(path)
    }

    /// Returns once the file, or the names in a directory, are on the disk.
    static func synchronize(_ path: String) throws(StoreError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("\(path) cannot be opened") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("\(path) cannot be written to the disk") }
    }

    static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Lets whoever owns `model` own `path` too, as far as this process may.
    static func giveOwner(of model: String, to path: String) {
        var status = stat()
        guard stat(model, &status) == 0 else { return }
        _ = chown(path, status.st_uid, status.st_gid)
    }

    /// The error of the call that just failed.
    static func failure(_ what: String) -> StoreError {
        let number = errno
        let message = "\(what): \(String(cString: strerror(number)))"
        return number == ENOSPC || number == EDQUOT ? .full(message) : .io(message)
    }
}
