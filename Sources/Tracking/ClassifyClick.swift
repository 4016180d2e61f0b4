import Domain
import Store

/// What one request to a link shows of whoever sent it.
package struct ClickRequest: Sendable {
    package var isHead: Bool
    /// Whether a `Sec-Purpose`, `Purpose` or `X-Moz` field says that nobody has clicked yet.
    package var isPrefetch: Bool
    /// The octets of `User-Agent`; empty where there is none.
    package var userAgent: [UInt8]

    package init(isHead: Bool, isPrefetch: Bool, userAgent: [UInt8]) {
        self.isHead = isHead
        self.isPrefetch = isPrefetch
        self.userAgent = userAgent
    }

    /// The class as far as the request alone tells it; `duplicate` and `self` are the store's to see.
    package var classified: (clickClass: ClickClass, rule: ClassRule) {
        if isHead { return (.head, .headMethod) }
        if isPrefetch { return (.prefetch, .prefetchHeader) }
        guard !userAgent.isEmpty else { return (.bot, .noUserAgent) }
        let lower = userAgent.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 + 32 : $0 }
        if let index = UserAgents.previews.firstIndex(where: { lower.contains($0) }) {
            return (.preview, .preview(index))
        }
        if let index = UserAgents.bots.firstIndex(where: { lower.contains($0) }) { return (.bot, .bot(index)) }
        return (.human, .browser)
    }

    package var signs: ClickSigns {
        var signs: ClickSigns = []
        if isHead { signs.insert(.headMethod) }
        if isPrefetch { signs.insert(.prefetchHeader) }
        return signs
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
