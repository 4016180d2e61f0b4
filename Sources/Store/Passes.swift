import Dispatch

/// One background pass of the writer, and when it runs.
///
/// `@unchecked Sendable`: it is touched on the writer's queue only, its timer's handler included.
final class Pass: @unchecked Sendable {
    let run: @Sendable (Transaction) throws -> Bool
    fileprivate let timer: any DispatchSourceTimer
    /// Whether its time has come, or it has more to do.
    var isDue = false

    init(_ run: @escaping @Sendable (Transaction) throws -> Bool, _ timer: any DispatchSourceTimer) {
        self.run = run
        self.timer = timer
    }
}

/// The background passes, taking turns.
struct Passes {
    private var all: [Pass] = []
    /// On the clock of `DispatchTime`, in nanoseconds.
    private var lastSlice: UInt64 = 0

    var isDue: Bool {
        all.contains { $0.isDue }
    }

    mutating func add(_ pass: Pass) {
        all.append(pass)
    }

    /// Whether a slice of background work may run now: not if the last one was less than `pause` ago.
    /// - Parameter pause: in nanoseconds.
    mutating func maySlice(after pause: UInt64) -> Bool {
        let now = DispatchTime.now().uptimeNanoseconds
        guard now - lastSlice >= pause else { return false }
        lastSlice = now
        return true
    }

    /// The pass whose slice is next; nil if none is due.
    mutating func next() -> Pass? {
        guard let index = all.firstIndex(where: { $0.isDue }) else { return nil }
        // To the end of the line, so that one that always has more to do lets the others in.
        let pass = all.remove(at: index)
        all.append(pass)
        return pass
    }

    mutating func stop() {
        for pass in all { pass.timer.cancel() }
        all = []
    }
}
