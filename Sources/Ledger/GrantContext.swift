import Domain

/// What a credited conversion offers its program's rules.
package struct GrantContext: Hashable, Sendable {
    package let program: ID<Program>
    package let kind: ConversionKind
    /// When the conversion happened; a hold that begins with it runs from here.
    package let at: Timestamp
    /// When the order reached the state that releases rewards, where that was after the conversion.
    package let releasedAt: Timestamp?
    /// As the shop last reported it; nil for a signup, and only there.
    package let order: Order?
    package let programCurrency: Currency
    /// The order state that lets a hold begin.
    package let releaseOn: OrderState
    package let autoApprove: Bool
    /// Who earned the conversion, in the order of its credits; their shares sum to the whole. Empty: nobody did.
    package let credits: [CreditedShare]
    package let invitee: ID<Customer>
    /// Whether no earlier signup of this customer was rewarded; for a purchase it says nothing.
    package let isFirstSignup: Bool

    package init(
        program: ID<Program>, kind: ConversionKind, at: Timestamp, order: Order?, programCurrency: Currency,
        releaseOn: OrderState, autoApprove: Bool, credits: [CreditedShare], invitee: ID<Customer>,
        isFirstSignup: Bool, releasedAt: Timestamp? = nil
    ) {
        precondition((kind == .purchase) == (order != nil), "a purchase has an order, a signup none")
        // A clawback trusts it: no part of a split is then above its share rounded up.
        precondition(
            credits.isEmpty || credits.reduce(0) { $0 + $1.share.count } == BasisPoints.whole.count,
            "the credits of a conversion sum to the whole")
        self.program = program
        self.kind = kind
        self.at = at
        self.order = order
        self.programCurrency = programCurrency
        self.releaseOn = releaseOn
        self.autoApprove = autoApprove
        self.credits = credits
        self.invitee = invitee
        self.isFirstSignup = isFirstSignup
        self.releasedAt = releasedAt
    }
}

/// A referrer's part of a conversion; each referrer has one.
package struct CreditedShare: Hashable, Sendable {
    package let referrer: ID<Referrer>
    package let share: BasisPoints

    package init(referrer: ID<Referrer>, share: BasisPoints) {
        self.referrer = referrer
        self.share = share
    }
}
