import Wire

/// Finds the route of a path by a trie of segments.
///
/// A literal wins over a parameter, segment by segment from the left; the path is chosen before the method, so a path
/// is one resource with one list of methods.
struct Router<Handler: Sendable>: Sendable {
    let routes: [Route<Handler>]

    private struct Node {
        var literals: [String: Int] = [:]
        var parameter: Int?
        /// What ends here: few, so a list is faster than a dictionary.
        var ends: [End] = []
    }

    private struct End {
        var method: Method
        var route: Int
        /// Its parameters, from the left.
        var names: [String]
    }

    /// The first is the root; nodes name one another by index.
    private var nodes = [Node()]

    /// - Precondition: every pattern begins with `/`, and no two routes have the same method and path.
    init(_ routes: [Route<Handler>]) {
        self.routes = routes
        for (index, route) in routes.enumerated() {
            var node = 0
            for segment in route.segments { node = child(of: node, segment) }
            precondition(
                nodes[node].ends.allSatisfy { $0.method != route.method },
                "two routes are \(route.method.rawValue) \(route.pattern)")
            let names = route.segments.compactMap { segment in
                if case .parameter(let name) = segment { name } else { nil }
            }
            nodes[node].ends.append(End(method: route.method, route: index, names: names))
        }
    }

    /// What some path takes.
    var methods: [Method] { Method.allCases.filter(Set(routes.map(\.method)).union([.head, .options]).contains) }

    /// - Parameter segments: percent-decoded, as `Request.pathSegments` has them; a path that ends in a slash has an
    ///   empty one last, which no parameter takes, so it is not found.
    func match(_ method: Method, _ segments: [String]) -> Match<Handler> {
        var values: [String] = []
        guard let node = find(segments[...], from: 0, &values) else { return .notFound }
        let ends = nodes[node].ends
        guard
            let end = ends.first(where: { $0.method == method })
                ?? ends.first(where: { method == .head && $0.method == .get })
        else {
            return method == .options ? .options(allow: allow(ends)) : .wrongMethod(allow: allow(ends))
        }
        return .found(routes[end.route], Parameters(zip(end.names, values).map { ($0, $1) }))
    }

    private mutating func child(of node: Int, _ segment: Segment) -> Int {
        let new = nodes.count
        switch segment {
        case .literal(let text):
            if let child = nodes[node].literals[text] { return child }
            nodes[node].literals[text] = new
        case .parameter:
            if let child = nodes[node].parameter { return child }
            nodes[node].parameter = new
        }
        nodes.append(Node())
        return new
    }

    /// The node where some route ends; `values` are those of the parameters on the way.
    private func find(_ segments: ArraySlice<String>, from node: Int, _ values: inout [String]) -> Int? {
        guard let first = segments.first else { return nodes[node].ends.isEmpty ? nil : node }
        let rest = segments.dropFirst()
        if let child = nodes[node].literals[first], let found = find(rest, from: child, &values) { return found }
        guard let child = nodes[node].parameter, !first.isEmpty else { return nil }
        values.append(first)
        if let found = find(rest, from: child, &values) { return found }
        values.removeLast()
        return nil
    }

    /// RFC 9110 §10.2.1. HEAD comes with GET, and OPTIONS with everything.
    private func allow(_ ends: [End]) -> [Method] {
        let methods = Set(ends.map(\.method))
        let implied: Set<Method> = methods.contains(.get) ? [.head, .options] : [.options]
        return methods.union(implied).sorted { $0.rawValue < $1.rawValue }
    }
}

/// What a router says to a method and a path.
enum Match<Handler: Sendable>: Sendable {
    case found(Route<Handler>, Parameters)
    /// OPTIONS of a path that has no route of its own for it: 204 with Allow.
    case options(allow: [Method])
    /// 405 with Allow.
    case wrongMethod(allow: [Method])
    case notFound
}
