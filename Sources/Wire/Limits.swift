/// How large the parts of a request may be. Each limit has its error in `RequestError`.
package struct Limits: Hashable, Sendable {
    /// The request line without its line end: method, target and version. Beyond it: 414.
    package var requestLineBytes = 8 * 1024

    /// The whole head, empty lines before it and the one that closes it included. Beyond it: 431.
    package var headBytes = 16 * 1024

    /// The field lines of a head. Beyond it: 431.
    package var fieldCount = 100

    /// The body as it was sent, without its transfer coding. Beyond it: 413.
    package var bodyBytes = 1024 * 1024

    /// The body after its content coding was taken off. Beyond it: 413.
    package var decodedBodyBytes = 1024 * 1024

    /// All chunk extensions of one body together; nobody here reads them. Beyond it: 400.
    package var chunkExtensionBytes = 4 * 1024

    /// The trailer section after a chunked body; it is checked and dropped. Beyond it: 431.
    package var trailerBytes = 8 * 1024

    package init() {}
}
