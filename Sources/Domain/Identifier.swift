/// A name that somebody else chose: a shop's customer id, a touchpoint of a document.
///
/// Equal when the UTF-8 bytes are equal, ordered by these bytes: `t10` < `t9`, `Z` < `a`, and composed and
/// decomposed accents differ, where Swift's `String` would call them equal.
/// - Source: ATTRIBUTION.md, Conventions.
package struct Identifier: Hashable, Comparable, Sendable, ExpressibleByStringLiteral {
    package let text: String

    package init(_ text: String) {
        self.text = text
    }

    package init(stringLiteral text: String) {
        self.text = text
    }

    package static func == (one: Self, other: Self) -> Bool {
        // Equal bytes are an equal `String`, and that comparison is the faster one.
        one.text == other.text && one.text.utf8.elementsEqual(other.text.utf8)
    }

    package static func < (one: Self, other: Self) -> Bool {
        one.text.utf8.lexicographicallyPrecedes(other.text.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        // Equal bytes are an equal `String`, so its hash will do.
        hasher.combine(text)
    }
}
