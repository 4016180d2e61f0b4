/// One movement between two accounts. Written once; a mistake is undone by its opposite.
package struct Entry: Hashable, Sendable, Identified {
    package static let idPrefix = "led"

    package let from: Account
    package let to: Account
    /// Above zero; `from` and `to` give the direction.
    package let amount: Int64
    package let unit: LedgerUnit
    package let cause: EntryCause

    package init(from: Account, to: Account, amount: Int64, unit: LedgerUnit, cause: EntryCause) {
        precondition(amount > 0, "an entry moves a positive amount")
        self.from = from
        self.to = to
        self.amount = amount
        self.unit = unit
        self.cause = cause
    }
}

/// Where value stands. All accounts together always sum to zero.
package enum Account: Hashable, Sendable {
    case programCost(ID<Program>)
    case held(Person)
    case available(Person)
    case clearing(Person)
    case outside(Person)

    package var text: String {
        switch self {
        case .programCost(let program): "cost:" + program.text
        case .held(let person): "held:" + person.text
        case .available(let person): "available:" + person.text
        case .clearing(let person): "clearing:" + person.text
        case .outside(let person): "outside:" + person.text
        }
    }
}

/// What is counted: minor units of a currency, or points.
package enum LedgerUnit: Hashable, Sendable {
    case currency(Currency)
    case points

    /// The currency's code, or `points`; no ISO 4217 code is in lower case.
    package var text: String {
        switch self {
        case .currency(let currency): currency.code
        case .points: "points"
        }
    }
}

package enum EntryCause: String, Hashable, Sendable, CaseIterable {
    case granted, approved, reversed
}
