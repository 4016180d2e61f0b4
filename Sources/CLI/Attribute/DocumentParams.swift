import Attribution
import Domain

/// The parameters of a document: ATTRIBUTION.md §2. A name that is unknown is refused, since a misspelt one would be
/// as good as absent.
struct DocumentParams: Decodable {
    private(set) var disqualified: Set<Identifier> = []
    private var settings = AttributionPolicy()

    /// The defaults, which are not those of programs.
    init() {
        settings.precedence = .all
        settings.newCustomersOnly = false
    }

    func policy(_ model: AttributionModel) -> AttributionPolicy {
        var policy = settings
        policy.model = model
        return policy
    }

    init(from decoder: any Decoder) throws {
        self.init()
        let container = try decoder.container(keyedBy: MemberName.self)
        for name in container.allKeys { try read(name, container) }
        let ends = settings.firstShare.count + settings.lastShare.count
        guard ends <= BasisPoints.whole.count else {
            throw DocumentError.fault(place: "params.last_bps", what: "is \(ends) together with first_bps, above 10000")
        }
    }

    private mutating func read(_ name: MemberName, _ container: KeyedDecodingContainer<MemberName>) throws {
        switch name.stringValue {
        case "lookback_ms": settings.lookback = try lookback(name, container)
        case "lookback_ms_by_kind":
            let windows = try container.nestedContainer(keyedBy: MemberName.self, forKey: name)
            for kind in windows.allKeys {
                settings.lookbackByKind[TouchpointKind(word: kind.stringValue)] = try lookback(kind, windows)
            }
        case "eligible_kinds":
            settings.eligibleKinds = Set(
                try container.decode([String].self, forKey: name).map(TouchpointKind.init(word:)))
        case "policy": settings.precedence = try word(name, container)
        case "exclude_self_referrals": settings.excludesSelfReferrals = try container.decode(Bool.self, forKey: name)
        case "disqualified_referrers":
            disqualified = Set(try container.decode([String].self, forKey: name).map(Identifier.init(_:)))
        case "dedupe_window_ms": settings.dedupeWindow = try integer(name, container, from: 0)
        case "first_bps": settings.firstShare = BasisPoints(try integer(name, container, from: 0, to: 10_000))
        case "last_bps": settings.lastShare = BasisPoints(try integer(name, container, from: 0, to: 10_000))
        case "half_life_ms": settings.halfLife = try integer(name, container, from: 1)
        case "order": settings.order = try integer(name, container, from: 1)
        case "value": settings.value = try word(name, container)
        case "binding": settings.binding = try word(name, container)
        case "reuse_touches": settings.reusesTouches = try container.decode(Bool.self, forKey: name)
        case "new_customers_only": settings.newCustomersOnly = try container.decode(Bool.self, forKey: name)
        default:
            throw DocumentError.fault(place: "params", what: "has an unknown member \(quoted(name.stringValue))")
        }
    }
}

/// null: no limit.
private func lookback(_ name: MemberName, _ container: KeyedDecodingContainer<MemberName>) throws -> Lookback {
    try container.decodeNil(forKey: name) ? .unlimited : .milliseconds(integer(name, container, from: 0))
}

private func integer(
    _ name: MemberName, _ container: KeyedDecodingContainer<MemberName>, from least: Int64, to most: Int64 = .max
) throws -> Int64 {
    let value = try container.decode(Int64.self, forKey: name)
    guard (least...most).contains(value) else {
        let bound = value < least ? "at least \(least)" : "at most \(most)"
        throw DocumentError.fault(place: place(container, name), what: "is \(value) and must be \(bound)")
    }
    return value
}

private func word<Word: RawRepresentable<String> & CaseIterable>(
    _ name: MemberName, _ container: KeyedDecodingContainer<MemberName>
) throws -> Word {
    let text = try container.decode(String.self, forKey: name)
    guard let word = Word(rawValue: text) else {
        throw DocumentError.fault(place: place(container, name), what: unknown(text, Word.self))
    }
    return word
}

private func place(_ container: KeyedDecodingContainer<MemberName>, _ name: MemberName) -> String {
    (["params"] + container.codingPath.map(\.stringValue) + [name.stringValue]).joined(separator: ".")
}
