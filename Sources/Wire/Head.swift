/// How a request says where its body ends. RFC 9112 §6.3.
package enum Framing: Hashable, Sendable {
    case none
    case length(Int)  // bytes, above zero and within the limit
    case chunked
}

/// A request up to its body: checked, and with what the connection needs to know already read from the fields.
package struct Head: Sendable {
    package let method: Method
    package let path: [UInt8]
    package let query: [UInt8]
    package let version: Version
    package let fields: Fields
    package let framing: Framing
    /// The body has a gzip content coding.
    package let isGzipped: Bool
    /// May another request follow on this connection, as far as the client is concerned? RFC 9112 §9.3.
    package let isPersistent: Bool
    /// The client waits for `100 Continue` before it sends the body. RFC 9110 §10.1.1.
    package let expectsContinue: Bool
}
