import Domain

// How values of Domain stand in columns. What a column holds was written by this program: anything else means that
// the file was damaged or edited, and is an error, never a guess.

extension Row {
    /// A word of an enumeration.
    func word<Word: RawRepresentable<String>>(_ column: Int) throws -> Word {
        try stored(word: text(column)[...])
    }

    func currency(_ column: Int) throws -> Currency {
        guard let currency = Currency(text(column)) else { throw StoreError.corrupt("currency \(text(column))") }
        return currency
    }

    /// `flat`, `percent_bp`, `percent_max` in three columns from `column` on.
    func ruleValue(_ column: Int) throws -> RewardRuleValue {
        if let flat = optionalInt64(column) { return .flat(flat) }
        guard let percent = optionalInt64(column + 1) else { throw StoreError.corrupt("a rule without a value") }
        return .percent(BasisPoints(percent), max: optionalInt64(column + 2))
    }
}

func stored<Word: RawRepresentable<String>>(word text: Substring) throws -> Word {
    guard let word = Word(rawValue: String(text)) else { throw StoreError.corrupt("\(Word.self) \(text)") }
    return word
}

extension RewardRuleValue {
    var stored: (flat: Int64?, percent: Int64?, max: Int64?) {
        switch self {
        case .flat(let amount): (amount, nil, nil)
        case .percent(let share, let max): (nil, share.count, max)
        }
    }
}

extension Lookback {
    init(storedMilliseconds: Int64?) {
        self = storedMilliseconds.map { .milliseconds($0) } ?? .unlimited
    }

    var storedMilliseconds: Int64? {
        switch self {
        case .unlimited: nil
        case .milliseconds(let count): count
        }
    }
}

/// Windows by kind of touchpoint as text: `click=2592000000 code=unlimited`.
enum WindowsByKind {
    static func text(_ windows: [TouchpointKind: Lookback]) -> String {
        windows.map { "\($0.key.rawValue)=\($0.value.storedMilliseconds.map(String.init) ?? "unlimited")" }.sorted()
            .joined(separator: " ")
    }

    static func read(_ text: String) throws -> [TouchpointKind: Lookback] {
        var windows: [TouchpointKind: Lookback] = [:]
        for part in text.split(separator: " ") {
            let sides = part.split(separator: "=")
            guard sides.count == 2, let side = sides.last else { throw StoreError.corrupt("window \(part)") }
            let window: Lookback? = side == "unlimited" ? .unlimited : Int64(side).map { .milliseconds($0) }
            guard let window else { throw StoreError.corrupt("window \(part)") }
            windows[try stored(word: sides[0])] = window
        }
        return windows
    }
}

/// Identifiers of ours as text, sorted and with spaces between.
enum Identifiers {
    static func text(_ identifiers: Set<Identifier>) -> String {
        identifiers.isEmpty ? "" : identifiers.sorted().map(\.text).joined(separator: " ")
    }

    static func read(_ text: String) -> Set<Identifier> {
        text.isEmpty ? [] : Set(text.split(separator: " ").map { Identifier(String($0)) })
    }
}
