/// A referrer's code as people type it.
///
/// Compared without case, hyphens and spaces. A generated code has 8 characters of an alphabet without vowels (no
/// words by accident) and without lookalikes, the last of them a check character: over a prime alphabet, a sum
/// weighted by place finds every single wrong character and every swap of two neighbours.
package enum Code {
    package static let generatedLength = 8
    package static let vanityLength = 3...32

    /// 23 characters, a prime number.
    private static let alphabet = Array("34679BCDFGHJKMNPQRTVWXY".utf8)
    private static let modulus = 23
    /// The inverse of the last place's weight, 8, modulo 23.
    private static let inverseOfLastWeight = 3

    /// The form in which codes are compared: capitals, without hyphens and spaces. nil when something else than
    /// ASCII letters, digits, hyphens and spaces is in it, or nothing is left.
    package static func normalised(_ text: String) -> String? {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): bytes.append(byte - 32)
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): bytes.append(byte)
            case UInt8(ascii: "-"), UInt8(ascii: " "): continue
            default: return nil
            }
        }
        return bytes.isEmpty || bytes.count > vanityLength.upperBound ? nil : String(decoding: bytes, as: UTF8.self)
    }

    /// Whether a text may become a vanity code: 3 to 32 letters, digits and hyphens within. A reserved word may not,
    /// but that is another fault.
    package static func isVanity(_ text: String) -> Bool {
        guard let normalised = normalised(text), vanityLength.contains(text.utf8.count) else { return false }
        return normalised.utf8.count >= vanityLength.lowerBound && !text.contains(" ") && !text.hasPrefix("-")
            && !text.hasSuffix("-")
    }

    /// A new code from seven random numbers' worth of `random`.
    package static func generated(using random: inout some RandomNumberGenerator) -> String {
        var places = (1..<generatedLength).map { _ in Int.random(in: 0..<modulus, using: &random) }
        let sum = weightedSum(places)
        places.append((modulus - sum % modulus) * inverseOfLastWeight % modulus)
        return String(decoding: places.map { alphabet[$0] }, as: UTF8.self)
    }

    /// Whether `normalised` is a generated code without a typing error.
    package static func hasValidCheck(_ normalised: String) -> Bool {
        let places = normalised.utf8.compactMap { alphabet.firstIndex(of: $0) }
        return places.count == generatedLength && normalised.utf8.count == generatedLength
            && weightedSum(places) % modulus == 0
    }

    /// Whether `normalised` looks like a generated code with a typing error: its length, at most one character that
    /// no generated code has, and a check that fails.
    package static func isMistyped(_ normalised: String) -> Bool {
        let foreign = normalised.utf8.count { !alphabet.contains($0) }
        return normalised.utf8.count == generatedLength && foreign <= 1 && !hasValidCheck(normalised)
    }

    /// The generated codes that one wrong character or one swap of neighbours would turn into `normalised`; at most
    /// 15 of them.
    package static func corrections(of normalised: String) -> [String] {
        let bytes = Array(normalised.utf8)
        guard bytes.count == generatedLength else { return [] }
        var found: [String] = []
        func consider(_ candidate: [UInt8]) {
            let text = String(decoding: candidate, as: UTF8.self)
            if hasValidCheck(text), !found.contains(text) { found.append(text) }
        }
        for place in bytes.indices {
            var changed = bytes
            for letter in alphabet {
                changed[place] = letter
                consider(changed)
            }
        }
        for place in bytes.indices.dropLast() {
            var swapped = bytes
            swapped.swapAt(place, place + 1)
            consider(swapped)
        }
        return found
    }

    /// Words that routes, pages and shops need for themselves, normalised.
    package static let reserved: Set<String> = [
        "ADMIN", "API", "APPLY", "CODE", "CODES", "DASHBOARD", "GRAPEVINE", "HEALTHZ", "HELP", "LINK", "LINKS", "LOGIN",
        "LOGOUT", "METRICS", "NULL", "OPENAPI", "PRIVACY", "PROBLEMS", "QR", "READYZ", "REFERRAL", "ROOT", "SHARE",
        "SIGNUP", "STATIC", "SUPPORT", "SYSTEM", "TERMS", "TEST", "UNDEFINED", "WEBHOOKS", "WWW",
    ]

    private static func weightedSum(_ places: [Int]) -> Int {
        places.enumerated().reduce(0) { $0 + ($1.offset + 1) * $1.element }
    }
}
