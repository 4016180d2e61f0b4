import CLinux

/// What the process holds of its memory beyond what it uses.
package enum Heap {
    /// Gives whole free pages back to the system. glibc keeps what was freed below something still in use, so after
    /// many clients have gone the process would stay as large as it once was.
    ///
    /// It walks the whole heap under its locks: for once in a while, and not on a reactor.
    package static func giveBack() {
        malloc_trim(0)
    }
}
