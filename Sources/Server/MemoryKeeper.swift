import Dispatch
import Synchronization
import Wire

/// Gives memory back to the system after many connections have closed.
final class MemoryKeeper: Sendable {
    /// Fewer hold too little to care.
    static let connectionsWorthwhile = 64
    private static let pause = DispatchTimeInterval.seconds(1)

    private let queue = DispatchQueue(label: "grapevine.memory", qos: .utility)
    private let isComing = Atomic(false)

    /// Soon, and once for all who ask meanwhile.
    func giveBackSoon() {
        guard !isComing.exchange(true, ordering: .relaxed) else { return }
        queue.asyncAfter(deadline: .now() + Self.pause) { [self] in
            isComing.store(false, ordering: .relaxed)
            Heap.giveBack()
        }
    }
}
