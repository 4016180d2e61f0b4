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

/// Whoever turns requests into answers.
package protocol RequestHandler: Sendable {
    /// Called on a reactor with one complete request at a time for each connection. Must not block: it answers at
    /// once, or hands the work to another thread and returns.
    func handle(_ request: Request, _ exchange: any Exchange)

    /// What to answer to bytes that are no acceptable request. The connection is closed after it.
    func refuse(_ error: RequestError) -> Response
}
