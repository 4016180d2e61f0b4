import Domain

/// Texts that many clicks share, kept once and named by a number.
package enum WordKind: String, CaseIterable, Sendable {
    case userAgent = "user_agent"
    case referringHost = "referring_host"
    case channel

    /// How many different words there may be; the next one is `other`. Strangers choose these texts.
    package var limit: Int64 {
        switch self {
        case .userAgent: 50_000
        case .referringHost: 20_000
        case .channel: 1_000
        }
    }
}

/// The number of no text at all.
package let noWord: Int64 = 0

extension Connection {
    package func wordNumber(_ kind: WordKind, _ text: String) throws -> Int64? {
        try first("SELECT number FROM word WHERE kind = \(kind.rawValue) AND text = \(text)") { $0.int64(0) }
    }

    package func highestWordNumber(_ kind: WordKind) throws -> Int64 {
        try first("SELECT COALESCE(MAX(number), 0) FROM word WHERE kind = \(kind.rawValue)") { $0.int64(0) } ?? 0
    }

    package func insertWord(_ kind: WordKind, number: Int64, _ text: String) throws {
        try run("INSERT INTO word (kind, number, text) VALUES (\(kind.rawValue), \(number), \(text))")
    }
}
