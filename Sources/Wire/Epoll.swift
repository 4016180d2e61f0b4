import CLinux
import Glibc

/// What a descriptor is ready for.
package struct Readiness: OptionSet, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    package static var input: Readiness { Readiness(rawValue: EPOLLIN.rawValue) }
    package static var output: Readiness { Readiness(rawValue: EPOLLOUT.rawValue) }
    /// The other side will send no more.
    package static var ended: Readiness { Readiness(rawValue: EPOLLRDHUP.rawValue) }
    /// Broken. Comes without being asked for.
    package static var failed: Readiness { Readiness(rawValue: EPOLLERR.rawValue) }
    /// Closed in both directions, though something may still be there to be read. Comes without being asked for.
    package static var hungUp: Readiness { Readiness(rawValue: EPOLLHUP.rawValue) }
    /// Wakes one of the epolls that watch the descriptor, not all of them. Only for `add`.
    package static var exclusive: Readiness { Readiness(rawValue: EPOLLEXCLUSIVE.rawValue) }
    /// Tells of each change once, not for as long as it lasts.
    package static var edge: Readiness { Readiness(rawValue: EPOLLET.rawValue) }

    /// What a connection waits for: each change, of what can be read and what can be written. Asked for by every
    /// request, so it is no set that is built from its elements.
    package static func connection(reads: Bool, writes: Bool) -> Readiness {
        let reading = reads ? EPOLLIN.rawValue | EPOLLRDHUP.rawValue : 0
        return Readiness(rawValue: EPOLLET.rawValue | reading | (writes ? EPOLLOUT.rawValue : 0))
    }

    /// Is any of these in it?
    package func has(_ any: Readiness) -> Bool { rawValue & any.rawValue != 0 }
}

/// The descriptors one reactor watches. Used by that reactor only; `descriptor` is itself ready to be read when one
/// of them is ready, which is what a Dispatch source waits for.
package final class Epoll {
    package let descriptor: Int32
    private let events: UnsafeMutableBufferPointer<epoll_event>

    package init() throws(SocketError) {
        descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard descriptor >= 0 else { throw SocketError("epoll_create1") }
        events = .allocate(capacity: 256)
        events.initialize(repeating: epoll_event())
    }

    deinit {
        events.deallocate()
        _ = close(descriptor)
    }

    /// - Parameter tag: comes back with each event.
    package func add(_ watched: Int32, _ readiness: Readiness, tag: UInt64) throws(SocketError) {
        try control(EPOLL_CTL_ADD, watched, readiness, tag)
    }

    package func change(_ watched: Int32, _ readiness: Readiness, tag: UInt64) throws(SocketError) {
        try control(EPOLL_CTL_MOD, watched, readiness, tag)
    }

    package func remove(_ watched: Int32) {
        _ = epoll_ctl(descriptor, EPOLL_CTL_DEL, watched, nil)
    }

    /// Waits until something is ready.
    /// - Returns: how many events `event(_:)` has; none when `milliseconds` have passed or a signal came.
    package func wait(milliseconds: Int) -> Int {
        max(0, Int(epoll_wait(descriptor, events.baseAddress, Int32(events.count), Int32(milliseconds))))
    }

    /// One of the events that the last `wait` found.
    package func event(_ index: Int) -> (tag: UInt64, readiness: Readiness) {
        (events[index].data.u64, Readiness(rawValue: events[index].events))
    }

    private func control(
        _ operation: Int32, _ watched: Int32, _ readiness: Readiness, _ tag: UInt64
    ) throws(SocketError) {
        var event = epoll_event(events: readiness.rawValue, data: epoll_data_t(u64: tag))
        guard epoll_ctl(descriptor, operation, watched, &event) == 0 else { throw SocketError("epoll_ctl") }
    }
}
