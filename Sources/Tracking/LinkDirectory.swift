import Domain
import Store
import Synchronization

/// The targets of slugs in memory, so that a click needs no read. Bounded; a full one starts anew.
///
/// Right after every change: whoever commits one calls `forgetAll`, and a reading that began before is not kept.
package final class LinkDirectory: Sendable {
    private struct State {
        var targets: [String: LinkTarget] = [:]
        var generation: UInt64 = 0
    }

    private let limit: Int
    private let state = Mutex(State())

    /// - Parameter limit: how many targets are kept at most, some 300 bytes each.
    package init(limit: Int = 200_000) {
        self.limit = limit
    }

    package func target(_ slug: String) -> LinkTarget? {
        state.withLock { $0.targets[slug] }
    }

    /// Reads a target that is not in memory. Blocks on the disk: for workers, not for reactors.
    /// - Returns: nil where nothing has this slug; that is not kept, so strangers can't fill the directory.
    package func read(_ slug: String, from connection: Connection) throws -> LinkTarget? {
        let before = state.withLock { $0.generation }
        guard let target = try connection.target(slug: slug) else { return nil }
        state.withLock { state in
            guard state.generation == before else { return }
            if state.targets.count >= limit { state.targets.removeAll(keepingCapacity: true) }
            state.targets[slug] = target
        }
        return target
    }

    package func forgetAll() {
        state.withLock { state in
            state.generation += 1
            state.targets.removeAll(keepingCapacity: true)
        }
    }
}
