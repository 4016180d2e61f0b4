import Domain
import Store

// Nouns by what stands in a path or a body: our identifier, or the shop's own name for it.

extension Connection {
    /// - Parameter name: `prg_...` or a slug.
    package func program(named name: String) throws -> Program {
        let found = try ID<Program>(name).map { try program($0) } ?? program(slug: name)
        guard let found else { throw TrackingError.unknown(.program, name) }
        return found
    }

    /// The same for a name that stands in a body.
    /// - Throws: `TrackingError.unknownReference`.
    package func program(referredToAs name: String) throws -> Program {
        try referred("/program") { try program(named: name) }
    }

    /// - Throws: `TrackingError.unknownReference`.
    package func referrer(referredToAs name: String) throws -> Referrer {
        try referred("/referrer") { try referrer(named: name) }
    }

    private func referred<Noun>(_ pointer: String, _ find: () throws -> Noun) throws -> Noun {
        do {
            return try find()
        } catch TrackingError.unknown(let noun, let name) {
            throw TrackingError.unknownReference(noun, name, pointer: pointer)
        }
    }

    /// - Parameter name: `ref_...` or `customer:` and the shop's own id.
    package func referrer(named name: String) throws -> Referrer {
        let prefix = "customer:"
        let found: Referrer? =
            if name.hasPrefix(prefix) {
                try referrer(customerID: String(name.dropFirst(prefix.count)))
            } else {
                try ID<Referrer>(name).flatMap { try referrer($0) }
            }
        guard let found else { throw TrackingError.unknown(.referrer, name) }
        return found
    }

    package func link(named name: String) throws -> Link {
        guard let found = try ID<Link>(name).flatMap({ try link($0) }) else { throw TrackingError.unknown(.link, name) }
        return found
    }

    package func conversion(named name: String) throws -> ConversionRow {
        guard let found = try ID<Conversion>(name).flatMap({ try conversion($0) }) else {
            throw TrackingError.unknown(.conversion, name)
        }
        return found
    }

    package func reward(named name: String) throws -> RewardRow {
        guard let found = try ID<Reward>(name).flatMap({ try reward($0) }) else {
            throw TrackingError.unknown(.reward, name)
        }
        return found
    }

    package func order(named orderID: String) throws -> OrderRow {
        guard let found = try order(orderID) else { throw TrackingError.unknown(.order, orderID) }
        return found
    }

    package func key(named name: String) throws -> KeyRow {
        guard let found = try ID<APIKey>(name).flatMap({ try key($0) }) else { throw TrackingError.unknown(.key, name) }
        return found
    }
}
