import Attribution
import Domain
import FoundationEssentials

/// Writes the answer to a document: ATTRIBUTION.md §10.
struct AnswerWriter {
    private var parts: [[UInt8]] = []
    private var part = Array("{\"results\":[".utf8)
    private var isFirst = true
    private static let partBytes = 1 << 20

    /// - Parameter showsTouchpoints: also of a journey that did not convert: selection matters to learned models only.
    static func text(
        of decision: Decision, id: String, converted: Bool, amount: Int64, showsTouchpoints: Bool
    ) -> [UInt8] {
        let isUnattributed = converted && decision.credits.isEmpty
        return encoded(
            ResultOutput(
                id: id, converted: converted, credits: decision.credits.map(CreditOutput.init),
                unattributed_bps: isUnattributed ? BasisPoints.whole.count : 0,
                unattributed_minor: isUnattributed ? amount : 0,
                touchpoints: converted || showsTouchpoints ? decision.verdicts.map(VerdictOutput.init) : nil))
    }

    static func text(of error: AttributionError, id: String) -> [UInt8] {
        encoded(FaultOutput(id: id, error: error.code))
    }

    /// - Parameter value: what a referrer's effect is called.
    mutating func finish(_ population: Population?, value: String) -> [[UInt8]] {
        part += "]".utf8
        if let population {
            part += ",\"population\":".utf8
            part += Self.encoded(PopulationOutput(population: population, value: value))
        }
        part += "}\n".utf8
        return parts + [part]
    }

    /// The next result.
    mutating func add(_ text: [UInt8]) {
        if !isFirst { part += ",\n".utf8 }
        isFirst = false
        part += text
        // Parts, since an array that grows to the length of the answer would for a moment be there twice.
        if part.count >= Self.partBytes {
            parts.append(part)
            part = []
        }
    }

    private static func encoded(_ output: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return [UInt8](try encoder.encode(output))
        } catch {
            preconditionFailure("an answer cannot be written as JSON: \(error)")
        }
    }
}

private struct ResultOutput: Encodable {
    let id: String
    let converted: Bool
    let credits: [CreditOutput]
    let unattributed_bps: Int64
    let unattributed_minor: Int64
    let touchpoints: [VerdictOutput]?
}

private struct CreditOutput: Encodable {
    let referrer: String
    let bps: Int64
    let amount_minor: Int64

    init(_ credit: Credit) {
        referrer = credit.referrer.text
        bps = credit.share.count
        amount_minor = credit.amount
    }
}

private struct VerdictOutput: Encodable {
    let id: String
    let status: String
    let reason: String?

    init(_ judged: TouchpointVerdict) {
        id = judged.touchpoint.id.text
        if case .excluded(let why) = judged.verdict {
            (status, reason) = ("excluded", why.rawValue)
        } else {
            (status, reason) = ("eligible", nil)
        }
    }
}

private struct FaultOutput: Encodable {
    let id: String
    let error: String
}

private struct PopulationOutput: Encodable {
    let population: Population
    let value: String

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: MemberName.self)
        try container.encode(population.journeys, forKey: MemberName("journeys"))
        try container.encode(population.conversions, forKey: MemberName("conversions"))
        if value == "removal_effect" {
            try container.encode(population.baseProbability, forKey: MemberName("base_probability"))
        }
        var members = container.nestedUnkeyedContainer(forKey: MemberName("referrers"))
        for member in population.members {
            var entry = members.nestedContainer(keyedBy: MemberName.self)
            try entry.encode(member.referrer.text, forKey: MemberName("referrer"))
            try entry.encode(member.effect, forKey: MemberName(value))
            try entry.encode(member.share.count, forKey: MemberName("share_bps"))
        }
    }
}
