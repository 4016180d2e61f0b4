/// A slug as a dictionary's key, whatever the case of its letters. Up to 24 octets, which is most of them, it is all in
/// the key: a look-up among very many then touches one place of memory less, and makes no array.
struct SlugKey: Hashable, Sendable {
    private var words: (UInt64, UInt64, UInt64) = (0, 0, 0)
    /// What follows the first 24 octets.
    private var rest: [UInt8] = []

    /// - Parameter slug: octets of ASCII, none of them NUL.
    init(_ slug: ArraySlice<UInt8>) {
        var at = slug.startIndex
        func next() -> UInt64 {
            var word: UInt64 = 0
            for _ in 0..<8 where at < slug.endIndex {
                word = word << 8 | UInt64(lower(slug[at]))
                at += 1
            }
            return word
        }
        words = (next(), next(), next())
        if at < slug.endIndex { rest = slug[at...].map { lower($0) } }
    }

    init(_ slug: String) {
        self.init(Array(slug.utf8)[...])
    }

    static func == (one: SlugKey, other: SlugKey) -> Bool {
        one.words == other.words && one.rest == other.rest
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        if !rest.isEmpty { hasher.combine(rest) }
    }
}

private func lower(_ octet: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(octet) ? octet | 0x20 : octet
}
