/// Octets as a dictionary's key. An array's own hash takes them one by one, which shows where each click looks one up.
struct OctetKey: Hashable, Sendable {
    let octets: ArraySlice<UInt8>

    init(_ octets: ArraySlice<UInt8>) {
        self.octets = octets
    }

    func hash(into hasher: inout Hasher) {
        octets.withUnsafeBytes { hasher.combine(bytes: $0) }
    }

    static func == (one: OctetKey, other: OctetKey) -> Bool {
        one.octets.elementsEqual(other.octets)
    }
}
