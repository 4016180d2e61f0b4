/// How a request says where its body ends. RFC 9112 §6.3.
package enum Framing: Hashable, Sendable {
    case none
    case length(Int)  // bytes, above zero and within the limit
    case chunked
}

/// A request up to its body: checked, and with what the connection needs to know already read from the fields.
package struct Head: Sendable {
    package let method: Method
    package let version: Version
    package let fields: Fields
    let pathRange: Range<UInt32>  // in the octets of `fields`, as the query's
    let queryRange: Range<UInt32>
    package let framing: Framing
    /// The body has a gzip content coding.
    package let isGzipped: Bool
    /// May another request follow on this connection, as far as the client is concerned? RFC 9112 §9.3.
    package let isPersistent: Bool
    /// The client waits for `100 Continue` before it sends the body. RFC 9110 §10.1.1.
    package let expectsContinue: Bool

    package var path: ArraySlice<UInt8> { fields.octets[pathRange.asInt] }
    package var query: ArraySlice<UInt8> { fields.octets[queryRange.asInt] }
}
