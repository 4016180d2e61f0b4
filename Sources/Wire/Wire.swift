// Wire: HTTP/1.1 bytes to values and back, and the socket calls.
//
// In:     octets as a client sent them, and a limit for each thing they may grow into.
// Out:    a `Request` whose octets have been checked, or a `RequestError`; a `Response` as octets.
// Never:  a guess. What two readers could understand in two ways is refused. No String, Character or Int(_:) on the
//         way in, no Foundation, and no thread, clock or buffer without a bound of its own.
// Next:   HeadReader.swift, then ChunkedDecoder.swift and BodyReader.swift; Response.swift and ResponseWriter.swift
//         for the way out; ForwardedClient.swift for who a request is from; ListeningSocket.swift, Socket.swift and
//         Epoll.swift for the system calls. Unsafe pointers stay in this module.

/// What the front of a buffer holds.
package enum Reading<Value: Sendable>: Sendable {
    /// More bytes could still complete it.
    case incomplete
    /// It is whole, and took `length` bytes.
    case complete(Value, length: Int)
}
