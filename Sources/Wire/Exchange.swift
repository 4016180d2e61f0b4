/// What a server hands to its handler with each request: the way to answer it, from any thread, once.
///
/// A second answer to the same request is ignored, so a late commit and its deadline may race.
package protocol Exchange: Sendable {
    /// Answers with what `make` returns. `make` runs on the connection's reactor, so it must not block;
    /// answers that come together (a whole commit) cost the reactor one wake-up.
    func answer(_ make: @escaping @Sendable () -> Response)

    /// Answers with `make` when nothing else has answered within `milliseconds`.
    func answer(after milliseconds: Int, _ make: @escaping @Sendable () -> Response)
}

extension Exchange {
    package func answer(_ response: Response) {
        answer { response }
    }
}

/// The way to say whether a body is wanted, from any thread, once.
package protocol Admission: Sendable {
    /// The body is read, and the whole request handed to `RequestHandler.handle`.
    func admit()

    /// The request is handed to `RequestHandler.handle` without its body, which means nothing to it. The body is not
    /// read, and the connection closed after the answer.
    func ignore()

    /// The request is answered as it is. Its body is not read, and the connection closed.
    func answer(_ make: @escaping @Sendable () -> Response)
}

/// Whoever turns requests into answers.
///
/// All of it is called on a reactor, so none of it may block.
package protocol RequestHandler: Sendable {
    /// The answer to a request that needs nothing but memory; nil for one that is to be handed to `handle`.
    func answerAtOnce(_ request: Request) -> PreparedAnswer?

    /// Called with the head of a request whose body has not all come: is it wanted? So a body that would be refused
    /// anyhow costs neither its transfer nor memory, and a client that asks by `Expect: 100-continue` learns it.
    /// - Parameter request: without a body.
    /// - Source: RFC 9110 §10.1.1.
    func consider(_ request: Request, _ admission: any Admission)

    /// Called with one complete request at a time for each connection: answers at once, or hands the work to another
    /// thread and returns.
    func handle(_ request: Request, _ exchange: any Exchange)

    /// What to answer to bytes that are no acceptable request, or to a connection too many. The connection is closed
    /// after it.
    func refuse(_ error: RequestError, _ id: RequestID) -> Response
}
