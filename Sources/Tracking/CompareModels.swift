import Attribution
import Domain
import Store

/// What all models make of a program's conversions in a stretch of time.
package struct ModelReport: Sendable {
    package let columns: [ModelComparison.Column]
    package let checks: [ModelComparison.SelfCheck]
    /// Conversions that every model divides, those without an eligible touchpoint, and those of bound customers.
    package let conversions: Int
    package let unattributed: Int64
    package let bound: Int64
    /// Visitors who clicked and did not convert: learned models learn from them, too.
    package let unconverted: Int
}

extension Connection {
    /// How many clicks are looked at for journeys that did not convert.
    private static let mostClicks = 1_000_000

    /// Every model over the same journeys, selected by the program's policy as it is now.
    /// - Throws: `TrackingError.tooMuch`.
    package func compareModels(
        of program: Program, _ kind: ConversionKind, in range: HistoryRange
    ) throws -> ModelReport {
        var comparison = ModelComparison(program.terms.attribution)
        var used: Set<Identifier> = []
        try eachConversion(in: range) { judged in
            guard judged.row.program == program.id, judged.row.kind == kind else { return }
            let own = judged.touches.filter { $0.program == nil || $0.program == program.id }.map(\.touch)
            used.formUnion(own.map(\.id))
            let facts = judged.row.facts ?? JourneyFacts()
            let journey = Journey(
                customer: JourneyCustomer(Identifier(judged.row.customer.text), facts), touchpoints: own,
                conversion: JourneyConversion(
                    at: judged.row.occurredAt, amount: judged.row.amount, previousAt: facts.previousAt))
            try comparison.add(journey, disqualified: facts.disqualified, in: judged.row.currency)
        }
        let lost = try unconverted(of: program, kind, in: range, besides: used)
        for journey in lost { try comparison.add(journey, disqualified: [], in: nil) }
        let columns = comparison.columns()
        return ModelReport(
            columns: columns, checks: comparison.selfChecks(columns), conversions: comparison.conversions,
            unattributed: comparison.unattributed, bound: comparison.bound, unconverted: lost.count)
    }

    /// A journey for each visitor who clicked, unless a conversion has one of the clicks or the visitor's customer
    /// converted.
    private func unconverted(
        of program: Program, _ kind: ConversionKind, in range: HistoryRange, besides used: Set<Identifier>
    ) throws -> [Journey] {
        let clicks = try journeyClicks(of: program.id, from: range.from, to: range.to, limit: Self.mostClicks)
        guard let clicks else { throw TrackingError.tooMuch(what: "clicks", limit: Self.mostClicks) }
        let converted = try convertedVisitors(kind, in: program.id, from: range.from, to: range.to)
        return clicks.chunked { $0.visitor == $1.visitor }.compactMap { clicks in
            guard let first = clicks.first, !converted.contains(first.visitor) else { return nil }
            let touchpoints = clicks.map { click in
                Touchpoint(
                    id: Identifier(click.id.text), referrer: Identifier(click.referrer.text), kind: .click,
                    at: click.id.madeAt)
            }
            guard !touchpoints.contains(where: { used.contains($0.id) }) else { return nil }
            return Journey(
                customer: JourneyCustomer(id: ""), touchpoints: touchpoints, conversion: nil)
        }
    }
}

extension Array {
    /// Neighbours that belong together, in slices.
    fileprivate func chunked(by belong: (Element, Element) -> Bool) -> [ArraySlice<Element>] {
        var chunks: [ArraySlice<Element>] = []
        var start = startIndex
        for index in indices where index + 1 == endIndex || !belong(self[index], self[index + 1]) {
            chunks.append(self[start...index])
            start = index + 1
        }
        return chunks
    }
}
