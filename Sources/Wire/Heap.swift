import CLinux

/// What the process holds of its memory beyond what it uses.
package enum Heap {
    private static let largeBytes: Int32 = 256 * 1024

    /// Has large arrays, such as the body of a long answer, go straight back to the system when they are freed. Left to
    /// itself glibc raises its bound with the first of them that it frees, and keeps the next ones. To be called before
    /// other threads start.
    package static func returnLargeBlocks() {
        _ = mallopt(M_MMAP_THRESHOLD, largeBytes)
    }

    /// Gives whole free pages back to the system. glibc keeps what was freed below something still in use, so after
    /// many clients have gone the process would stay as large as it once was.
    ///
    /// It walks the whole heap under its locks: for once in a while, and not on a reactor.
    package static func giveBack() {
        malloc_trim(0)
    }
}
