/// A request method. A method that is well formed but not one of these is answered 501 by the server.
/// - Source: RFC 9110 §9, RFC 5789 (PATCH).
package enum Method: String, Hashable, Sendable, CaseIterable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
    case options = "OPTIONS"
    case connect = "CONNECT"
    case trace = "TRACE"
}
