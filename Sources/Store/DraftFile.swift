#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A database file in the making, beside the one that it is to become, so that nobody takes half of one for a whole.
/// Gone with this object, unless it was put in place.
final class DraftFile {
    let path: String
    private let target: String
    /// Held open for its lock: of two processes with one target, the second is refused. Closing it would take away the
    /// locks of a connection to the file, too, so it outlives these.
    private let descriptor: Int32
    /// Whether the file is ours, and still has its own name.
    private var isOurs = false

    /// Makes an empty file that its owner alone may read. What a process that ended early left there is thrown away.
    /// - Throws: `BackupError.underway` while another process is at it.
    init(for target: String) throws {
        self.target = target
        path = target + ".partial"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw StoreFile.failure("\(path) cannot be made") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, isStillThere else {
            throw BackupError.underway(path)
        }
        isOurs = true
        guard fchmod(descriptor, 0o600) == 0, ftruncate(descriptor, 0) == 0 else {
            throw StoreFile.failure("\(path) cannot be emptied")
        }
        removeCompanions()
    }

    deinit {
        if isOurs {
            StoreFile.remove(path)
            removeCompanions()
        }
        if descriptor >= 0 { close(descriptor) }
    }

    /// Puts the file on the disk and then under its name, in place of what had it. No connection to it is open by now.
    func putInPlace() throws {
        guard fsync(descriptor) == 0 else { throw StoreFile.failure("\(path) cannot be written to the disk") }
        try StoreFile.move(path, to: target)
        isOurs = false
        try StoreFile.synchronize(StoreFile.directory(of: target))
    }

    /// Whether the name still leads to what we have locked: its last owner may have put it in place meanwhile.
    private var isStillThere: Bool {
        var (ours, named) = (stat(), stat())
        return fstat(descriptor, &ours) == 0 && stat(path, &named) == 0 && ours.st_ino == named.st_ino
    }

    private func removeCompanions() {
        for end in Engine.companions + [Engine.passingCompanion] { StoreFile.remove(path + end) }
    }
}
