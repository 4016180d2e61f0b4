import Store
import Wire

extension WebApp {
    /// A body is wanted where there is a route that takes one, and a key that the route lets in.
    package func consider(_ request: Request, _ admission: any Admission) {
        func refuse(_ problem: Problem) {
            admission.answer { problem.response(requestID: request.id.text) }
        }
        let route: Route<Handler>
        switch place(of: request) {
        case .route(let found, _): route = found
        case .options: return admission.ignore()
        case .nowhere(let problem): return refuse(problem)
        }
        guard route.method != .get else { return admission.ignore() }
        guard route.access != .open else { return admission.admit() }
        guard request.hasField("authorization") else { return refuse(.unauthorized(isKeyWrong: false)) }
        let isTaken = store.readers.submit { [self] connection in
            do {
                _ = try authorise(request, for: route, connection)
                admission.admit()
            } catch {
                let problem = problem(of: error, in: request)
                admission.answer { problem.response(requestID: request.id.text) }
            }
        }
        if !isTaken { refuse(.unavailable()) }
    }
}
