/// The version a request was sent in. A later 1.x counts as 1.1, since minor versions only add.
/// - Source: RFC 9110 §2.5.
package enum Version: Hashable, Sendable {
    case http10
    case http11
}
