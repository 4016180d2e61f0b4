import Domain
import Store
import Synchronization

/// The targets of slugs in memory, so that a click needs no read. Bounded; a full one starts anew.
///
/// Right after every change: whoever commits one calls `forgetAll`, and a reading that began before is not kept.
package final class LinkDirectory: Sendable {
    private struct State {
        var targets: [OctetKey: LinkTarget] = [:]
        var generation: UInt64 = 0
    }

    private let limit: Int
    private let state = Mutex(State())

    /// - Parameter limit: how many targets are kept at most, some 600 bytes each.
    package init(limit: Int = 200_000) {
        self.limit = limit
    }

    /// - Parameter slug: octets of ASCII in any case; a code with hyphens of the writer's own is not in memory.
    package func target(_ slug: ArraySlice<UInt8>) -> LinkTarget? {
        let key = slug.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
        return state.withLock { $0.targets[OctetKey(key[...])] }
    }

    /// Reads a target that is not in memory. Blocks on the disk: for workers, not for reactors.
    /// - Returns: nil where nothing has this slug. That is not kept, nor is a slug in another spelling than its own, so
    ///   strangers can't fill the directory.
    package func read(_ slug: String, from connection: Connection) throws -> LinkTarget? {
        let before = state.withLock { $0.generation }
        guard let target = try connection.target(slug: slug) else { return nil }
        let key = Array(target.slug.lowercased().utf8)
        guard key.elementsEqual(slug.lowercased().utf8) else { return target }
        state.withLock { state in
            guard state.generation == before else { return }
            if state.targets.count >= limit { state.targets.removeAll(keepingCapacity: true) }
            state.targets[OctetKey(key[...])] = target
        }
        return target
    }

    /// A click gave the link of `old` its row. What has been forgotten since stays so.
    package func replace(_ old: LinkTarget, by new: LinkTarget) {
        let key = OctetKey(Array(old.slug.lowercased().utf8)[...])
        state.withLock { state in
            if state.targets[key] === old { state.targets[key] = new }
        }
    }

    package func forgetAll() {
        state.withLock { state in
            state.generation += 1
            state.targets.removeAll(keepingCapacity: true)
        }
    }
}
