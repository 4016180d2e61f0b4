import Domain

/// Reads the members of one object of a body, notes every fault, and goes on.
///
/// A method that answers nil has either met an absent member (null counts as absent), or noted a fault: so handlers
/// read everything, then `finish()`, then `faults.throwIfAny()`, and only then use what they read.
final class Fields {
    /// The object's own pointer; empty for the whole body.
    let pointer: String
    let faults: Faults
    /// nil where the value is no object: that one fault is noted, and none for what would be in it.
    private let members: [String: JSON]?
    private var known: [String] = []

    init(_ json: JSON, at pointer: String = "", faults: Faults) {
        self.pointer = pointer
        self.faults = faults
        guard case .object(let members) = json else {
            faults.add(pointer: pointer, detail: "must be an object; it is \(json.kind)")
            self.members = nil
            return
        }
        self.members = members
    }

    /// All members' names, sorted: for objects whose names are the client's to choose.
    var names: [String] { members?.keys.sorted() ?? [] }

    /// Does the member stand there, be it null?
    func isPresent(_ name: String) -> Bool {
        note(name)
        return members?[name] != nil
    }

    /// Does it stand there as null? In a PATCH that takes a value away.
    func isNull(_ name: String) -> Bool {
        note(name)
        if case .null? = members?[name] { return true }
        return false
    }

    /// Notes a fault of a member.
    func fault(_ name: String, _ detail: String, isUnprocessable: Bool = false) {
        faults.add(pointer: jsonPointer(pointer, name), detail: detail, isUnprocessable: isUnprocessable)
    }

    /// A member of the contract that this server cannot obey yet: there and not null, it is a 422.
    /// - Parameter feature: what is missing, for people: `coupon pools`.
    func notBuilt(_ name: String, _ feature: String) {
        guard json(name) != nil else { return }
        fault(name, "cannot be used yet: \(feature) are not built; leave it out", isUnprocessable: true)
    }

    /// Notes each member that nothing has read or asked for.
    func finish() {
        guard let members else { return }
        for name in members.keys.sorted() where !known.contains(name) {
            let what = known.isEmpty ? "no field is known here" : "known are: " + known.sorted().joined(separator: ", ")
            // A pointer has to be exact, but not to send a whole body back.
            if name.utf8.count > 128 {
                faults.add(pointer: pointer, detail: "has an unknown field \(quoted(name)); \(what)")
            } else {
                fault(name, "unknown field; \(what)")
            }
        }
    }

    /// The member as it came; nil for null.
    func json(_ name: String, isRequired: Bool = false) -> JSON? {
        note(name)
        guard let members else { return nil }
        switch members[name] {
        case nil, .null?:
            if isRequired { fault(name, "is required") }
            return nil
        case let value?: return value
        }
    }

    private func note(_ name: String) {
        if !known.contains(name) { known.append(name) }
    }
}
