import Synchronization
import Wire

/// Who is connected to a server, over all its reactors.
final class Population: Sendable {
    /// Connections beyond a limit that are still told so; further ones are closed without a word, so that telling
    /// them takes no more memory than this.
    static let toldBeyond = 256
    static let toldBeyondOfAddress = 16
    private static let usualPerAddress = 1000

    private let quotas: HTTPServer.Quotas
    private let total = Atomic(0)
    private let exhaustedAt = Atomic(-1000)
    private let byAddress = Mutex<[Peer: Int]>([:])

    private let trustedProxies: [AddressRange]

    init(_ quotas: HTTPServer.Quotas, trustedProxies: [AddressRange] = []) {
        self.quotas = quotas
        self.trustedProxies = trustedProxies
    }

    enum Entry: Hashable {
        case welcome
        /// It is one too many, and has to be told why.
        case refused(RequestError)
        /// So many are one too many that this one is not even told. It is not counted.
        case turnedAway
    }

    /// A connection has been accepted. Unless it is turned away, `leave` is called with the same peer when it closes.
    func enter(_ peer: Peer) -> Entry {
        let all = total.add(1, ordering: .relaxed).newValue
        guard all <= quotas.connections + Self.toldBeyond else {
            total.subtract(1, ordering: .relaxed)
            return .turnedAway
        }
        if let limit = limit(of: peer) {
            let ofAddress = byAddress.withLock { counts in
                let count = counts[peer.site, default: 0] + 1
                if count <= limit + Self.toldBeyondOfAddress { counts[peer.site] = count }
                return count
            }
            if ofAddress > limit + Self.toldBeyondOfAddress {
                total.subtract(1, ordering: .relaxed)
                return .turnedAway
            }
            if ofAddress > limit { return .refused(.tooManyConnectionsOfAddress(limit: limit)) }
        }
        return all > quotas.connections ? .refused(.tooManyConnections(limit: quotas.connections)) : .welcome
    }

    func leave(_ peer: Peer) {
        total.subtract(1, ordering: .relaxed)
        guard limit(of: peer) != nil else { return }
        byAddress.withLock { counts in
            guard let count = counts[peer.site] else { return }
            counts[peer.site] = count > 1 ? count - 1 : nil
        }
    }

    /// Who is out of descriptors may be so for long, and logging takes some too.
    /// - Parameter now: milliseconds, of a clock that never goes back.
    func isFirstExhaustion(inSecondOf now: Int) -> Bool {
        let last = exhaustedAt.load(ordering: .relaxed)
        guard now >= last + 1000 else { return false }
        return exhaustedAt.compareExchange(expected: last, desired: now, ordering: .relaxed).exchanged
    }

    /// - Returns: nil where there is none.
    private func limit(of peer: Peer) -> Int? {
        guard peer != .unix, !trustedProxies.contain(peer) else { return nil }
        if let given = quotas.connectionsPerAddress { return given }
        return peer.isLoopback ? nil : Self.usualPerAddress
    }
}
