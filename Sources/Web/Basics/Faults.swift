/// One thing that is wrong with a request. `pointer` is a JSON pointer into the body (RFC 6901; empty: the whole body),
/// or `?name` for a query parameter.
struct Fault: Hashable, Sendable, Encodable {
    let pointer: String
    let detail: String
}

/// Collects every fault of a request, not only the first, so that a client mends them all at once.
final class Faults {
    /// More would only make the answer long: a body may have a million unknown fields.
    static let maximumCount = 100

    private(set) var list: [Fault] = []
    /// Those beyond `maximumCount`.
    private var uncounted = 0
    private var isMalformed = false

    var isEmpty: Bool { list.isEmpty }

    /// - Parameter isUnprocessable: well formed, but impossible: 422 where all faults are so, else 400.
    func add(pointer: String, detail: String, isUnprocessable: Bool = false) {
        if !isUnprocessable { isMalformed = true }
        guard list.count < Self.maximumCount else {
            uncounted += 1
            return
        }
        list.append(Fault(pointer: pointer, detail: detail))
    }

    /// - Throws: `Problem` 400 when any fault is one of form, else 422; nothing when there are no faults.
    func throwIfAny() throws(Problem) {
        guard !isEmpty else { return }
        var faults = list
        if uncounted > 0 {
            faults.append(Fault(pointer: "", detail: "has \(uncounted) more faults, which are not listed"))
        }
        throw isMalformed ? .invalidFields(faults) : .unprocessable(faults)
    }
}
