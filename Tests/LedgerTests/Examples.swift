import Domain
import Ledger
import TestSupport

// Builders of this module's tests; each shows only what matters to its test.

/// The moment of the example conversion.
let bought = Timestamp.exampleConversion

let diwali = ID<Program>(value: 1)
let ada = ID<Referrer>(value: 11)
let bela = ID<Referrer>(value: 12)
let chaya = ID<Referrer>(value: 13)
let dev = ID<Customer>(value: 21)

extension Currency {
    static let rupee = known("INR")
    static let yen = known("JPY")

    private static func known(_ code: String) -> Currency {
        guard let currency = Currency(code) else { preconditionFailure("\(code) is a currency") }
        return currency
    }
}

extension LedgerUnit {
    static let rupee = LedgerUnit.currency(.rupee)
}

extension RewardValue {
    static func rupees(_ minor: Int64) -> RewardValue { .money(Money(minor: minor, currency: .rupee)) }
}

extension RewardRule {
    /// A referrer's cash for a purchase, at once.
    static func example(
        _ value: RewardRuleValue = .flat(500), _ kind: RewardKind = .cash, trigger: ConversionKind = .purchase,
        to beneficiary: Beneficiary = .referrer, minimum: Int64? = nil, hold: Int64 = 0
    ) -> RewardRule {
        RewardRule(
            name: "thanks", trigger: trigger, beneficiary: beneficiary, kind: kind, value: value,
            minimumOrder: minimum, holdDays: hold)
    }

    /// Five hundredths of the order, at most `max`.
    static func fivePercent(_ kind: RewardKind = .cash, max: Int64? = nil, minimum: Int64? = nil) -> RewardRule {
        .example(.percent(BasisPoints(500), max: max), kind, minimum: minimum)
    }
}

extension Order {
    /// 1000 rupees, paid.
    static func example(
        _ amount: Int64 = 100_000, _ state: OrderState = .paid, in currency: Currency = .rupee, refunded: Int64 = 0
    ) -> Order {
        Order(state: state, amount: amount, currency: currency, refunded: refunded)
    }
}

extension [CreditedShare] {
    static let toAda = [CreditedShare(referrer: ada, share: .whole)]

    /// Between ada, bela, chaya, ... in this order.
    static func split(_ shares: Int64...) -> [CreditedShare] {
        .split(shares)
    }

    static func split(_ shares: [Int64]) -> [CreditedShare] {
        shares.enumerated().map { place, share in
            CreditedShare(referrer: ID(value: ada.value + Int64(place)), share: BasisPoints(share))
        }
    }
}

extension GrantContext {
    static func purchase(
        _ order: Order = .example(), credits: [CreditedShare] = .toAda, releaseOn: OrderState = .paid,
        autoApprove: Bool = true
    ) -> GrantContext {
        GrantContext(
            program: diwali, kind: .purchase, at: bought, order: order, programCurrency: .rupee,
            releaseOn: releaseOn, autoApprove: autoApprove, credits: credits, invitee: dev, isFirstSignup: false)
    }

    static func signup(isFirst: Bool = true, credits: [CreditedShare] = .toAda) -> GrantContext {
        GrantContext(
            program: diwali, kind: .signup, at: bought, order: nil, programCurrency: .rupee, releaseOn: .delivered,
            autoApprove: true, credits: credits, invitee: dev, isFirstSignup: isFirst)
    }
}

extension Granted {
    var people: [Person] { rewards.map(\.reward.person) }
    var values: [RewardValue] { rewards.map(\.reward.value) }
    var refusals: [RewardRefusal] { refused.map(\.refusal) }
}

/// The one reward of one rule; the test fails without it.
func granted(_ rule: RewardRule, _ context: GrantContext, now: Timestamp = bought) throws -> RewardChange {
    let granted = grant([rule], context, now: now)
    guard let only = granted.rewards.first, granted.rewards.count == 1 else { throw NotOneReward(granted: granted) }
    return only
}

struct NotOneReward: Error {
    let granted: Granted
}

extension Entry {
    /// `500 cost>held granted`: the accounts without their owners.
    var summary: String {
        "\(amount) \(from.place)>\(to.place) \(cause)"
    }
}

extension Account {
    fileprivate var place: String {
        String(text.prefix { $0 != ":" })
    }
}
