/// The processor time that the machine's host gave to other machines though this one had work: what was measured meanwhile
/// is slower by that, and the slowest answers most of all.
struct StolenTime {
    private let before: (stolen: Double, all: Double)

    /// Counts from now on.
    init() throws {
        before = try Self.read()
    }

    /// Of the time of all processors, such as `0.4 %`; `0.0 %` where the host tells nothing.
    var text: String {
        get throws {
            let now = try Self.read()
            let all = now.all - before.all
            return "\((all > 0 ? 100 * (now.stolen - before.stolen) / all : 0).text(1)) %"
        }
    }

    /// - Source: proc_stat(5): steal is the 8th number of `cpu`, and the two after it are part of the first two.
    private static func read() throws -> (stolen: Double, all: Double) {
        let numbers = try systemText("/proc/stat").prefix { $0 != "\n" }.split(separator: " ").dropFirst()
            .compactMap { Double($0) }
        guard numbers.count >= 8 else { throw BenchError("no figures of the processors") }
        return (numbers[7], numbers.prefix(8).reduce(0, +))
    }
}
