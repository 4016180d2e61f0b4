import Glibc

/// The two streams of a command: results alone on standard output, everything else on standard error.
enum Output {
    /// Prints a line of the result.
    /// - Throws: `Failure` where it can't be written: a result that nobody got is no success.
    static func result(_ line: String) throws(Failure) {
        try result(octets: Array((line + "\n").utf8))
    }

    /// Writes a part of the result as it stands.
    static func result(octets: [UInt8]) throws(Failure) {
        guard write(octets, to: STDOUT_FILENO) else {
            throw Failure(words: "cannot write the result to standard output: \(String(cString: strerror(errno)))")
        }
    }

    /// Prints a diagnostic. There is nobody to tell if that fails.
    static func note(_ line: String) {
        _ = write(line + "\n", to: STDERR_FILENO)
    }

    /// Writes all of `text`, in one call where the system takes it in one, so that lines of threads don't mix.
    static func write(_ text: String, to descriptor: Int32) -> Bool {
        write(Array(text.utf8), to: descriptor)
    }

    private static func write(_ octets: [UInt8], to descriptor: Int32) -> Bool {
        var bytes = octets[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                bytes = bytes.dropFirst(count)
            } else if errno != EINTR {
                return false
            }
        }
        return true
    }
}
