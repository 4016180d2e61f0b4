import Domain
import Store
import Synchronization

/// What one request to a link shows of whoever sent it.
package struct ClickRequest: Sendable {
    /// Longer user agents are cut: each new one is looked through.
    package static let maximumBytes = 400

    package let isHead: Bool
    /// Whether a `Sec-Purpose`, `Purpose` or `X-Moz` field says that nobody has clicked yet.
    package let isPrefetch: Bool
    package let userAgent: UserAgent
    /// The class as far as the request alone tells it; `duplicate` and `self` are the store's to see.
    package let clickClass: ClickClass
    let rule: ClassRule

    package init(isHead: Bool, isPrefetch: Bool, userAgent: UserAgent) {
        self.isHead = isHead
        self.isPrefetch = isPrefetch
        self.userAgent = userAgent
        (clickClass, rule) =
            if isHead {
                (.head, .headMethod)
            } else if isPrefetch {
                (.prefetch, .prefetchHeader)
            } else {
                (userAgent.clickClass, userAgent.rule)
            }
    }
}

/// A user agent, with what its text tells.
package final class UserAgent: Sendable {
    /// The octets of the field, cut; empty where there is none.
    package let octets: [UInt8]
    let clickClass: ClickClass
    let rule: ClassRule
    /// Its number among the words, once it is stored; 0 before. The writer's to set.
    let number = Atomic<Int64>(0)

    package init(_ octets: ArraySlice<UInt8>) {
        self.octets = Array(octets.prefix(ClickRequest.maximumBytes))
        (clickClass, rule) = UserAgents.classify(self.octets)
    }

    var text: String { String(decoding: octets, as: UTF8.self) }
}

/// The user agents that have come, so that a text is looked through once, and not with each click. Bounded: a full one
/// starts anew.
package final class KnownUserAgents: Sendable {
    private static let limit = 20_000

    private let agents = Mutex<[OctetKey: UserAgent]>([:])

    package init() {}

    package func userAgent(_ octets: ArraySlice<UInt8>) -> UserAgent {
        let cut = octets.prefix(ClickRequest.maximumBytes)
        if let known = agents.withLock({ $0[OctetKey(cut)] }) { return known }
        let agent = UserAgent(cut)
        agents.withLock { agents in
            if agents.count >= Self.limit { agents.removeAll(keepingCapacity: true) }
            agents[OctetKey(agent.octets[...])] = agent
        }
        return agent
    }
}

extension UserAgents {
    fileprivate static func classify(_ userAgent: [UInt8]) -> (ClickClass, ClassRule) {
        guard !userAgent.isEmpty else { return (.bot, .noUserAgent) }
        let lower = userAgent.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 + 32 : $0 }
        if let index = previews.firstIndex(where: { lower.contains($0) }) { return (.preview, .preview(index)) }
        if let index = bots.firstIndex(where: { lower.contains($0) }) { return (.bot, .bot(index)) }
        return (.human, .browser)
    }
}

extension [UInt8] {
    /// Whether the ASCII text `entry` stands anywhere in these octets.
    fileprivate func contains(_ entry: StaticString) -> Bool {
        let length = entry.utf8CodeUnitCount
        guard count >= length, length > 0 else { return false }
        return entry.withUTF8Buffer { wanted in
            withUnsafeBufferPointer { text in
                (0...(text.count - length)).contains { start in
                    text[start] == wanted[0] && (1..<length).allSatisfy { text[start + $0] == wanted[$0] }
                }
            }
        }
    }
}
