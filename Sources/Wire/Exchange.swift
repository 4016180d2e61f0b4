/// What a server hands to its handler with each request: the way to answer it, from any thread, once.
///
/// A second answer to the same request is ignored, so a late commit and its deadline may race.
package protocol Exchange: AnyObject, Sendable {
    /// Answers with what `make` returns. `make` runs on the connection's reactor, so it must not block.
    func answer(_ make: @escaping @Sendable () -> Response)

    /// Answers with `pending` when nothing else has answered within `milliseconds`.
    func answer(with pending: any PendingAnswer, after milliseconds: Int)

    /// Hands over `pending`, which is sent after the next `send` of this exchange or of another one: many answers that
    /// come together, as after a commit, wake the connections' reactor once.
    func answer(with pending: any PendingAnswer)

    /// Has the connection's reactor look at what was handed over.
    func send()
}

/// An answer that is not known yet, and is made when it is sent. An object, so that those who may send it share it.
package protocol PendingAnswer: AnyObject, Sendable {
    /// Called once, on the connection's reactor, so it must not block.
    /// - Parameter isLate: the time given was over.
    func response(isLate: Bool) -> Response
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

    /// The reactor has handed out what came together: a good moment to pass it all on at once.
    func endTurn()

    /// What to answer to bytes that are no acceptable request, or to a connection too many. The connection is closed
    /// after it.
    func refuse(_ error: RequestError, _ id: RequestID) -> Response
}
