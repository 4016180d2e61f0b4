import Domain
import Store
import Synchronization

/// The targets of slugs in memory, so that a click needs no read. Bounded: those that were not asked for lately go.
///
/// Right after every change: whoever commits one calls `forget`, and a reading that began before is not kept.
package final class LinkDirectory: Sendable {
    /// What a change of the store may have changed here.
    package enum Part: Sendable {
        /// A program, hence all its links; or anything.
        case all
        /// A referrer's status.
        case referrer(ID<Referrer>)
        case slug(String)
    }

    private struct State {
        /// Those asked for since this was last full, and those before.
        var recent: [SlugKey: LinkTarget] = [:]
        var older: [SlugKey: LinkTarget] = [:]
        var programs = ProgramTargets()
        var generation: UInt64 = 0
        /// How often `fill` was called.
        var fills = 0
    }

    private let limit: Int
    private let state = Mutex(State())

    /// - Parameter limit: how many targets are kept at most, some 400 bytes each.
    package init(limit: Int = 200_000) {
        self.limit = limit
    }

    /// - Parameter slug: octets of ASCII in any case, none of them NUL; a code with hyphens of the writer's own is not in
    ///   memory.
    package func target(_ slug: ArraySlice<UInt8>) -> LinkTarget? {
        let key = SlugKey(slug)
        return state.withLock { state in
            if let target = state.recent[key] { return target }
            guard let target = state.older.removeValue(forKey: key) else { return nil }
            keep(target, key, &state)
            return target
        }
    }

    /// Reads a target that is not in memory. Blocks on the disk: for workers, not for reactors.
    /// - Returns: nil where nothing has this slug. That is not kept, nor is a slug in another spelling than its own, so
    ///   strangers can't fill the directory.
    package func read(_ slug: String, from connection: Connection) throws -> LinkTarget? {
        var (programs, before) = state.withLock { ($0.programs, $0.generation) }
        guard let target = try connection.target(slug: slug, &programs) else { return nil }
        let key = SlugKey(target.slug)
        let isOwnSpelling = key == SlugKey(slug)
        state.withLock { state in
            guard state.generation == before else { return }
            state.programs = programs
            if isOwnSpelling { keep(target, key, &state) }
        }
        return target
    }

    /// Reads the newest links ahead of their clicks, a part at a time so that other reading gets its turn, until there
    /// are no more, or as many as are surely kept.
    package func fill(from readers: Readers) {
        let number = state.withLock { state in
            state.fills += 1
            return state.fills
        }
        fill(number, from: readers, before: ID(value: .max))
    }

    private static let fillCount = 1000

    private func fill(_ number: Int, from readers: Readers, before id: ID<Link>) {
        // Without it clicks find their links nevertheless, so a failure is nobody's concern.
        _ = readers.submit { [self] connection in
            guard let next = try? fillPart(number, from: connection, before: id) else { return }
            fill(number, from: readers, before: next)
        }
    }

    /// - Returns: where the next part begins; nil at the end.
    private func fillPart(_ number: Int, from connection: Connection, before id: ID<Link>) throws -> ID<Link>? {
        var (programs, generation) = state.withLock { ($0.programs, $0.generation) }
        let (targets, next) = try connection.snapshot {
            let found = try connection.clickedLinks(before: id, limit: Self.fillCount)
            let targets = try found.compactMap { _, link in
                try programs.program(link.program, from: connection).map {
                    LinkTarget(link, slug: link.slug, program: $0)
                }
            }
            return (targets, found.count == Self.fillCount ? found[found.count - 1].id : nil)
        }
        return state.withLock { state in
            guard state.fills == number else { return nil }
            // Something has changed meanwhile: these are read when they are clicked.
            guard state.generation == generation else { return next }
            state.programs = programs
            for target in targets where state.recent.count < limit / 2 {
                let key = SlugKey(target.slug)
                if state.recent[key] == nil { state.recent[key] = target }
            }
            return state.recent.count < limit / 2 ? next : nil
        }
    }

    /// A click gave the link of `old` its row. What has been forgotten since stays so.
    package func replace(_ old: LinkTarget, by new: LinkTarget) {
        let key = SlugKey(old.slug)
        state.withLock { state in
            if state.recent[key] === old {
                state.recent[key] = new
            } else if state.older[key] === old {
                state.older[key] = new
            }
        }
    }

    package func forget(_ part: Part) {
        state.withLock { state in
            state.generation += 1
            switch part {
            case .all: state = State(generation: state.generation, fills: state.fills)
            case .referrer(let referrer):
                // Rare, and a few milliseconds at most.
                state.recent = state.recent.filter { $0.value.referrer != referrer }
                state.older = state.older.filter { $0.value.referrer != referrer }
            case .slug(let slug):
                let key = SlugKey(slug)
                state.recent[key] = nil
                state.older[key] = nil
            }
        }
    }

    private func keep(_ target: LinkTarget, _ key: SlugKey, _ state: inout State) {
        if state.recent.count >= limit / 2 {
            state.older = state.recent
            state.recent = [:]
        }
        state.recent[key] = target
    }
}
