import Glibc

/// How many files and sockets this process may have open.
enum DescriptorLimit {
    /// Raises it as far as the system lets us: by default many systems give 1024, fewer than the connections we keep.
    /// - Returns: the limit now; nil where it can't be told.
    static func raise() -> Int? {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return nil }
        var raised = limit
        raised.rlim_cur = limit.rlim_max
        let isRaised = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &raised) == 0
        return Int(clamping: isRaised ? raised.rlim_cur : limit.rlim_cur)
    }
}
