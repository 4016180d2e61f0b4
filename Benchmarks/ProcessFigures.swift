import Foundation
import Glibc

/// What the system says of a process and of those it has started, such as nginx's workers.
struct ProcessFigures {
    /// User and system time since the start.
    let cpuSeconds: Double
    /// Memory that is in use now.
    let residentBytes: Int
    /// The most it ever was, or was since `forgetPeak`.
    let peakBytes: Int

    /// - Parameter identifier: of a process that runs.
    static func read(_ identifier: Int32) throws -> ProcessFigures {
        let own = try readAlone(identifier)
        let children = try children(of: identifier).map { try read($0) }
        return ProcessFigures(
            cpuSeconds: children.map(\.cpuSeconds).reduce(own.cpuSeconds, +),
            residentBytes: children.map(\.residentBytes).reduce(own.residentBytes, +),
            peakBytes: children.map(\.peakBytes).reduce(own.peakBytes, +))
    }

    /// - Source: proc_pid_stat(5): utime and stime are the 14th and 15th field, and the name in brackets, the 2nd, may
    ///   have spaces; proc_pid_status(5): VmRSS and VmHWM
    ///   are in KiB.
    private static func readAlone(_ identifier: Int32) throws -> ProcessFigures {
        let stat = try systemText("/proc/\(identifier)/stat")
        let status = try systemText("/proc/\(identifier)/status")
        let fields = stat.split(separator: ")").last.map { $0.split(separator: " ") } ?? []
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]),
            let resident = status.firstMatch(of: /VmRSS:\s+([0-9]+) kB/).flatMap({ Int($0.1) }),
            let peak = status.firstMatch(of: /VmHWM:\s+([0-9]+) kB/).flatMap({ Int($0.1) })
        else { throw BenchError("no figures of process \(identifier)") }
        return ProcessFigures(
            cpuSeconds: (user + system) / Double(sysconf(Int32(_SC_CLK_TCK))), residentBytes: resident * 1024,
            peakBytes: peak * 1024)
    }

    /// Lets the peak begin anew at what is in use now.
    /// - Source: proc_pid_clear_refs(5), since Linux 4.0.
    static func forgetPeak(of identifier: Int32) throws {
        try Data("5".utf8).write(to: URL(filePath: "/proc/\(identifier)/clear_refs"))
    }

    private static func children(of identifier: Int32) throws -> [Int32] {
        try systemText("/proc/\(identifier)/task/\(identifier)/children").split(separator: " ").compactMap { Int32($0) }
    }
}

/// What all TCP sockets of the system hold in its buffers, at both ends.
/// - Source: proc_net_sockstat: `TCP: inuse 5 orphan 0 tw 0 alloc 7 mem 3`, mem in pages.
func socketBytes() throws -> Int {
    let all = try systemText("/proc/net/sockstat")
    guard let pages = all.firstMatch(of: /TCP: .* mem ([0-9]+)/).flatMap({ Int($0.1) }) else {
        throw BenchError("no figures of sockets in \(all)")
    }
    return pages * sysconf(Int32(_SC_PAGESIZE))
}

/// A file of /proc. Those have no size, so it is read to its end.
func systemText(_ path: String) throws -> String {
    guard let handle = FileHandle(forReadingAtPath: path) else { throw BenchError("cannot read \(path)") }
    return String(decoding: try handle.readToEnd() ?? Data(), as: UTF8.self)
}

/// How busy the machine was in the last minute: runnable processes. Above 0.5 before a start, figures are doubtful.
func loadAverage() -> Double {
    var average = [0.0]
    return getloadavg(&average, 1) == 1 ? average[0] : 0
}
